import { type ApiAnswer, type ApiClient, eventually } from '@bonafide/testing';

interface HitChanges {
  readonly before: number;
  readonly after: number;
  readonly gained: number;
  readonly lost: number;
}

export interface Example {
  readonly screeningId: string;
  readonly externalId: string | null;
  readonly list: string;
  readonly entryId: string;
  readonly matchedName: string;
  readonly score: number;
  readonly decision: string | null;
}

export interface Backtest {
  readonly id: string;
  readonly jobId: string;
  readonly state: string;
  readonly threshold: number;
  readonly comparedWith: { readonly version: number; readonly threshold: number };
  readonly counts: {
    readonly screenings: number;
    readonly skipped: readonly object[];
    readonly becomeClear: number;
    readonly comeIntoReview: number;
    readonly hits: HitChanges;
    readonly lostDecisions: object;
    readonly byList: readonly (HitChanges & { readonly list: string })[];
    readonly byBand: readonly (HitChanges & { readonly band: string })[];
  } | null;
  readonly examples: { readonly lost: readonly Example[]; readonly gained: readonly Example[] };
  readonly lists: readonly { readonly id: string }[];
}

export interface ThresholdsAnswer {
  readonly version: number;
  readonly threshold: number;
  readonly listThresholds: Readonly<Record<string, number>>;
  readonly history: readonly { readonly version: number; readonly backtestId: string; readonly reason: string }[];
}

export const begunBacktest = async (api: ApiClient, body: object): Promise<Backtest> => {
  const answer = await api.post<Backtest>('/v1/threshold-backtests', { actor: 'officer-1', ...body });
  if (answer.status !== 202) throw new Error(`It was not accepted: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

export const backtestOf = async (api: ApiClient, id: string): Promise<Backtest> =>
  (await api.get<Backtest>(`/v1/threshold-backtests/${id}`)).body;

/** Waits for the worker. */
export const settledBacktest = (api: ApiClient, id: string): Promise<Backtest> =>
  eventually(
    async () => {
      const backtest = await backtestOf(api, id);
      return backtest.state !== 'pending' && backtest;
    },
    { withinMs: 30_000 },
  );

export const backtestedBy = async (api: ApiClient, body: object): Promise<Backtest> =>
  settledBacktest(api, (await begunBacktest(api, body)).id);

export const setThresholds = (api: ApiClient, body: object): Promise<ApiAnswer<ThresholdsAnswer>> =>
  api.call<ThresholdsAnswer>('PUT', '/v1/screening-thresholds', {
    actor: 'officer-1',
    reason: 'The backtest loses no true match.',
    ...body,
  });

/** Backtests thresholds and sets them. */
export async function changeThresholds(api: ApiClient, thresholds: object): Promise<ThresholdsAnswer> {
  const { id } = await backtestedBy(api, thresholds);
  const answer = await setThresholds(api, { ...thresholds, backtestId: id });
  if (answer.status !== 200) throw new Error(`They were not set: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
