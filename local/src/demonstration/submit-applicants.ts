import { type Api, ApiError } from './api';
import type { Applicant } from './applicants';

/** What became of handing in one applicant. */
export type Submission = Accepted | { readonly applicant: Applicant; readonly refusal: string };

export interface Accepted {
  readonly applicant: Applicant;
  readonly screeningId: string;
  readonly submittedAt: number;
  /** Null for what was only screened. */
  readonly customer: AcceptedCustomer | null;
}

export interface AcceptedCustomer {
  readonly id: string;
  /** The identity verification that was asked for, or why none could be. */
  readonly verification: { readonly id: string } | { readonly lacks: string };
}

export const isAccepted = (submission: Submission): submission is Accepted => 'screeningId' in submission;

const SINGLY_UP_TO = 200;
const SINGLE_CALLS_AT_A_TIME = 8;
const BATCH_SIZE = 1_000;

/**
 * A few are handed in one by one, as an application form would: people and businesses become customers, who are screened and
 * verified. More are only screened, in batches.
 */
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
    if (applicant.customer !== null) {
      return { applicant, submittedAt, ...(await submitCustomer(api, applicant.customer)) };
    }
    const { id } = await api.post<{ id: string }>('/v1/screenings', applicant.request);
    return { applicant, submittedAt, screeningId: id, customer: null };
  } catch (error) {
    return { applicant, refusal: refusalOf(error) };
  }
}

async function submitCustomer(api: Api, customer: object): Promise<Pick<Accepted, 'screeningId' | 'customer'>> {
  const { id } = await api.post<{ id: string }>('/v1/customers', customer);
  const [verification, screenings] = await Promise.all([
    api.post<{ id: string }>(`/v1/customers/${id}/verifications`, { level: 'kyc' }).catch(lacksOf),
    api.get<{ data: { screeningId: string }[] }>(`/v1/customers/${id}/screenings`),
  ]);
  return { screeningId: screenings.data[0]?.screeningId ?? '', customer: { id, verification } };
}

/** Not enough was given to be verified; that is no reason not to be screened. */
function lacksOf(error: unknown): { lacks: string } {
  if (!(error instanceof ApiError) || error.problem.status !== 422) throw error;
  const fields = (error.problem.errors ?? []).map(({ pointer = '' }) => wordsOf(pointer.split('/').at(-1) ?? ''));
  return { lacks: fields.join(', ') || error.problem.detail };
}

/** `birthDate` is "birth date". */
const wordsOf = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function refusalOf(error: unknown): string {
  if (!(error instanceof ApiError)) throw error;
  return error.problem.errors?.[0]?.detail ?? error.problem.detail;
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
          : { applicant, screeningId, submittedAt, customer: null };
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
