import { type ApiClient, eventually, type JobDetails, type Page, type Stack, writeUnList } from '@bonafide/testing';

export interface Rescreening {
  readonly id: string;
  readonly kind: string;
  readonly trigger: string;
  readonly state: string;
  readonly list: string | null;
  readonly fromPublicationId: string | null;
  readonly toPublicationId: string | null;
  readonly entries: { readonly added: number; readonly changed: number; readonly removed: number } | null;
  readonly subjects: number;
  readonly subjectsScreened: number;
  readonly subjectsEnded: number;
  readonly subjectsUnscreened: number;
  readonly hitsFound: number;
  readonly hitsLapsed: number;
  readonly parts: number;
  readonly partsCompleted: number;
  readonly errorCode: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export interface RescreeningPart {
  readonly number: number;
  readonly jobId: string;
  readonly firstSubjectId: string;
  readonly lastSubjectId: string;
  readonly subjects: number;
  readonly state: string;
  readonly screened: number;
  readonly ended: number;
  readonly unscreened: readonly string[];
  readonly hitsFound: number;
  readonly finishedAt: string | null;
}

export interface ScreeningOfSubject {
  readonly id: string;
  readonly state: string;
  readonly externalId: string;
  readonly monitoredSubjectId: string | null;
  readonly rescreeningId: string | null;
  readonly hits: readonly { readonly id: string; readonly entryId: string; readonly state: string }[];
}

type Individual = Parameters<typeof writeUnList>[0][number];

export const UN = 'un-security-council';

/** Settings under which the list of made-up individuals may change as the test likes. */
export const monitoringEnv = {
  SCREENING_LISTS: UN,
  LIST_SHRINKAGE_PERCENT: '100',
  RESCREENING_PART_SIZE: '3',
} as const;

export const monitoringApps = [
  'api',
  'dispatcher',
  'list-refresh-worker',
  'ofac-screening-worker',
  'bulk-screening-worker',
  'webhook-delivery-worker',
] as const;

/** Nobody is like them. */
export const others: readonly Individual[] = Array.from({ length: 12 }, (_, index) => ({
  id: `77${String(index).padStart(4, '0')}`,
  firstName: `Grimbald${'abcdefghijkl'.charAt(index)}`,
  lastName: 'Vuxelroth',
}));

/** Publishes the list anew. @returns the publication that is in use then */
export async function publish(stack: Stack, directory: string, individuals: readonly Individual[]): Promise<string> {
  writeUnList([...individuals, ...others], directory);
  const { body } = await stack.operator.post<{ jobId: string }>(`/v1/lists/${UN}/refresh`);
  await eventually(async () => {
    const job = (await stack.operator.get<JobDetails>(`/v1/jobs/${body.jobId}`)).body;
    return job.state === 'completed';
  });
  const list = await stack.operator.get<{ activePublication: { id: string } }>(`/v1/lists/${UN}`);
  const { id } = list.body.activePublication;
  // Else a first screening may still be made on the list before, and be followed by a run of its own.
  await eventually(() => lastReadyIn(stack, 'ofac-screening-worker').includes(id), { withinMs: 20_000 });
  return id;
}

const lastReadyIn = (stack: Stack, app: string): string =>
  stack
    .log(app)
    .split('\n')
    .findLast((line) => line.includes('list.ready')) ?? '';

/** Begins to monitor a person, and waits for the first screening. */
export async function monitor(api: ApiClient, externalId: string, name: string, more: object = {}) {
  const answer = await api.post<{ id: string; monitoredSubjectId: string }>('/v1/screenings', {
    type: 'person',
    name,
    externalId,
    monitor: true,
    ...more,
  });
  if (answer.status !== 202) throw new Error(`It was not accepted: ${JSON.stringify(answer.body)}`);
  const screening = await eventually(async () => {
    const found = (await api.get<ScreeningOfSubject>(`/v1/screenings/${answer.body.id}`)).body;
    return found.state !== 'pending' && found;
  });
  return { ...screening, subjectId: answer.body.monitoredSubjectId };
}

export const rescreenings = async (api: ApiClient, query = ''): Promise<readonly Rescreening[]> =>
  (await api.get<Page<Rescreening>>(`/v1/rescreenings${query}`)).body.data;

/** The one run about a publication, when it has ended. */
export const runAbout = (api: ApiClient, publicationId: string, withinMs = 20_000): Promise<Rescreening> =>
  eventually(
    async () => {
      const [run, ...more] = await rescreenings(api, `?publicationId=${publicationId}`);
      if (run === undefined || more.length > 0) throw new Error(`There are ${more.length + (run ? 1 : 0)} runs.`);
      if (run.finishedAt === null) throw new Error(`The run is ${run.state}.`);
      return run;
    },
    { withinMs },
  );

export const partsOf = async (api: ApiClient, { id }: Pick<Rescreening, 'id'>): Promise<readonly RescreeningPart[]> =>
  (await api.get<{ data: RescreeningPart[] }>(`/v1/rescreenings/${id}/parts?limit=1000`)).body.data;

/** Its screenings, each with its hits. */
export async function foundBy(api: ApiClient, { id }: Pick<Rescreening, 'id'>): Promise<ScreeningOfSubject[]> {
  const { body } = await api.get<Page<{ id: string }>>(`/v1/screenings?rescreeningId=${id}&limit=200`);
  return Promise.all(
    body.data.map(async (screening) => (await api.get<ScreeningOfSubject>(`/v1/screenings/${screening.id}`)).body),
  );
}

/** The parts tell the same as the run: they do not overlap, and their counts add up. */
export async function expectCovered(api: ApiClient, run: Rescreening): Promise<void> {
  const parts = await partsOf(api, run);
  const sum = (count: (part: RescreeningPart) => number) => parts.reduce((total, part) => total + count(part), 0);
  expect(run).toMatchObject({ state: 'completed', subjectsUnscreened: 0, partsCompleted: parts.length });
  expect(run.subjectsScreened + run.subjectsEnded).toBe(run.subjects);
  expect({
    subjects: sum(({ subjects }) => subjects),
    screened: sum(({ screened }) => screened),
    ended: sum(({ ended }) => ended),
    hits: sum(({ hitsFound }) => hitsFound),
  }).toEqual({
    subjects: run.subjects,
    screened: run.subjectsScreened,
    ended: run.subjectsEnded,
    hits: run.hitsFound,
  });
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    expect(part.number).toBe(index + 1);
    expect(part.state).toBe('completed');
    expect(part.finishedAt).not.toBeNull();
    if (next !== undefined) expect(part.lastSubjectId < next.firstSubjectId).toBe(true);
  }
}
