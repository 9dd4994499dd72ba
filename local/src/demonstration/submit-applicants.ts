import { type Api, ApiError } from './api';
import type { Applicant } from './applicants';

/** What became of handing in one applicant. */
export type Submission =
  | { readonly applicant: Applicant; readonly screeningId: string; readonly submittedAt: number }
  | { readonly applicant: Applicant; readonly refusal: string };

const SINGLY_UP_TO = 200;
const SINGLE_CALLS_AT_A_TIME = 8;
const BATCH_SIZE = 1_000;

/** A few are handed in one by one, as an application form would; more in batches. */
export async function submitApplicants(api: Api, applicants: readonly Applicant[]): Promise<Submission[]> {
  if (applicants.length <= SINGLY_UP_TO) return submitSingly(api, applicants);
  const submissions: Submission[] = [];
  for (let from = 0; from < applicants.length; from += BATCH_SIZE) {
    submissions.push(...(await submitBatch(api, applicants.slice(from, from + BATCH_SIZE))));
  }
  return submissions;
}

async function submitSingly(api: Api, applicants: readonly Applicant[]): Promise<Submission[]> {
  const submissions = new Array<Submission>(applicants.length);
  let next = 0;
  const hand = async () => {
    for (let index = next++; index < applicants.length; index = next++) {
      const applicant = applicants[index];
      if (applicant !== undefined) submissions[index] = await submitOne(api, applicant);
    }
  };
  await Promise.all(Array.from({ length: SINGLE_CALLS_AT_A_TIME }, hand));
  return submissions;
}

async function submitOne(api: Api, applicant: Applicant): Promise<Submission> {
  const submittedAt = performance.now();
  try {
    const { id } = await api.post<{ id: string }>('/v1/screenings', applicant.request);
    return { applicant, screeningId: id, submittedAt };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { applicant, refusal: error.problem.errors?.[0]?.detail ?? error.problem.detail };
  }
}

/** One bad row refuses a whole batch and is named: it is taken out, and the others are handed in again. */
async function submitBatch(api: Api, applicants: readonly Applicant[]): Promise<Submission[]> {
  const refusals = new Map<Applicant, string>();
  for (;;) {
    const good = applicants.filter((applicant) => !refusals.has(applicant));
    const submittedAt = performance.now();
    const answer = good.length === 0 ? [] : await tryBatch(api, good);
    if (!(answer instanceof Map)) {
      const ids = new Map(good.map((applicant, index) => [applicant, answer[index] ?? '']));
      return applicants.map((applicant) => {
        const screeningId = ids.get(applicant);
        return screeningId === undefined
          ? { applicant, refusal: refusals.get(applicant) ?? 'It was refused.' }
          : { applicant, screeningId, submittedAt };
      });
    }
    for (const [index, detail] of answer) {
      const applicant = good[index];
      if (applicant !== undefined) refusals.set(applicant, detail);
    }
  }
}

/** @returns the ids in order, or what is wrong with which rows */
async function tryBatch(api: Api, applicants: readonly Applicant[]): Promise<string[] | Map<number, string>> {
  try {
    const screenings = applicants.map(({ request }) => request);
    const { data } = await api.post<{ data: { id: string }[] }>('/v1/screenings/batch', { screenings });
    return data.map(({ id }) => id);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const rows = (error.problem.errors ?? []).flatMap(({ pointer = '', detail }) => {
      const index = /^#\/screenings\/(\d+)\//.exec(pointer)?.[1];
      return index === undefined ? [] : [[Number(index), detail] as const];
    });
    if (rows.length === 0) throw error;
    return new Map(rows);
  }
}
