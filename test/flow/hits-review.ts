import { type ApiAnswer, type ApiClient, eventually } from '@bonafide/testing';

export interface HitOfScreening {
  readonly id: string;
  readonly state: string;
  readonly entryId: string;
  readonly score: number;
  readonly suppressedBy: string | null;
}

export interface ScreenedSubject {
  readonly id: string;
  readonly state: string;
  readonly errorCode: string | null;
  readonly hitCount: number | null;
  readonly openHitCount: number | null;
  readonly reviewedAt: string | null;
  readonly hits: readonly HitOfScreening[];
}

export interface HitDetails {
  readonly id: string;
  readonly state: string;
  readonly screeningId: string;
  readonly externalId: string | null;
  readonly entryId: string;
  readonly entryFingerprint: string;
  readonly score: number;
  readonly band: string;
  readonly suppressedBy: string | null;
  readonly assignee: string | null;
  readonly dueAt: string | null;
  readonly evidence: { readonly explanation: string; readonly subjectName: string };
  readonly history: readonly {
    readonly id: string;
    readonly actor: string;
    readonly decision: string;
    readonly reasonCode: string;
    readonly comment: string | null;
    readonly fromState: string;
    readonly toState: string;
  }[];
  readonly notes: readonly { readonly actor: string; readonly text: string }[];
}

/** A person who is on the made-up list, and whom nobody else on it is like. */
export const listed = { type: 'person', name: 'Ilmar Quenby Varnostra' };

export const screeningOf = async (api: ApiClient, id: string): Promise<ScreenedSubject> =>
  (await api.get<ScreenedSubject>(`/v1/screenings/${id}`)).body;

export const hitOf = async (api: ApiClient, id: string): Promise<HitDetails> =>
  (await api.get<HitDetails>(`/v1/screening-hits/${id}`)).body;

/** Screens, and waits for the worker. */
export async function screenedBy(api: ApiClient, body: object = listed): Promise<ScreenedSubject> {
  const answer = await api.post<{ id: string }>('/v1/screenings', body);
  if (answer.status !== 202) throw new Error(`It was not accepted: ${JSON.stringify(answer.body)}`);
  return eventually(async () => {
    const screening = await screeningOf(api, answer.body.id);
    return screening.state !== 'pending' && screening;
  });
}

/** Screens somebody listed. @returns the one hit */
export async function hitBy(api: ApiClient, body: object = listed): Promise<HitOfScreening & { screeningId: string }> {
  const { id, hits } = await screenedBy(api, body);
  const [hit] = hits;
  if (hit === undefined || hits.length > 1) throw new Error(`There are ${hits.length} hits.`);
  return { ...hit, screeningId: id };
}

export const dismissal = { decision: 'dismiss', reasonCode: 'birth-date-differs', actor: 'ana' };
export const confirmation = { decision: 'confirm', reasonCode: 'identification-agrees', actor: 'ana' };

export const decide = (
  api: ApiClient,
  hitId: string,
  body: object,
  headers?: Record<string, string>,
): Promise<ApiAnswer<HitDetails>> => api.post<HitDetails>(`/v1/screening-hits/${hitId}/dispositions`, body, headers);

export const setReview = (api: ApiClient, change: object = {}) =>
  api.call<{ version: number; history: object[] }>('PUT', '/v1/screening-settings', {
    dispositionReview: 'second_person',
    submitterMayDecide: true,
    actor: 'officer-1',
    reason: 'Four eyes.',
    ...change,
  });
