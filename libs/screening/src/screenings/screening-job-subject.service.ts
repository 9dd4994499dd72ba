import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { type EndedAttempt, type JobSubject, JobSubjects, type ReopenedJob } from '@bonafide/job-runtime';
import { isSettled, OfacScreening } from '@bonafide/jobs';
import { counter } from '@bonafide/observability';
import { EventPublisher } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import { type FoundHit, FoundHits } from '../hits/found-hits.service';
import { ListCoverage } from '../rescreening/list-coverage.service';
import type { MonitoredSubjectId, ScreeningId } from '../screening-ids';
import { HITS_TRUNCATED } from './hits-truncated';
import { type MovedScreening, ScreeningListeners } from './screening-listeners.service';

/** How a screening ended: by an attempt at its own job, or as one of many of a rescreening. */
export type EndedScreening = Pick<
  EndedAttempt<typeof OfacScreening>,
  'organizationId' | 'subjectId' | 'state' | 'result' | 'errorCode' | 'lane' | 'traceparent'
>;
type SettledState = 'clear' | 'in_review' | 'error' | 'cancelled';

interface SettledScreening {
  readonly id: ScreeningId;
  readonly organization_id: OrganizationId;
  readonly state: SettledState;
  readonly sequence: number;
  readonly settled_at: Date;
  readonly monitored_subject_id: MonitoredSubjectId | null;
}

const screened = counter('screenings_total', 'Screenings settled, by the state entered', ['state']);

/** Keeps screenings in step with their jobs. Only a completed job gives a result; nothing else ever reads as clear. */
@Injectable()
export class ScreeningJobSubject implements JobSubject<typeof OfacScreening> {
  readonly job = OfacScreening;

  constructor(
    private readonly foundHits: FoundHits,
    private readonly events: EventPublisher,
    private readonly coverage: ListCoverage,
    private readonly listeners: ScreeningListeners,
    subjects: JobSubjects,
  ) {
    subjects.register(this);
  }

  async attemptsEnded(tx: Transaction, attempts: readonly EndedScreening[]): Promise<void> {
    const settled = attempts.filter(({ state }) => isSettled(state as 'completed'));
    if (settled.length === 0) return;
    const rows = await this.store(tx, settled);
    const first = rows.filter((row) => row.monitored_subject_id !== null);
    // Before anybody is told: listeners lock what is theirs, and a rescreening holds the lists still before they do.
    if (first.length > 0)
      await this.coverage.followLate(
        tx,
        first.map(({ id }) => id),
      );
    await this.tell(tx, settled, rows);
  }

  /** Screenings that are pending until now, with what was found. */
  async record(tx: Transaction, settled: readonly EndedScreening[]): Promise<void> {
    await this.tell(tx, settled, await this.store(tx, settled));
  }

  async reopened(tx: Transaction, jobs: readonly ReopenedJob[]): Promise<void> {
    const reopened = await tx.query<Pick<MovedScreening, 'id' | 'organizationId' | 'monitoredSubjectId'>>(
      `UPDATE screenings SET state = 'pending', error_code = NULL, settled_at = NULL WHERE id = ANY ($1)
       RETURNING id, organization_id AS "organizationId", monitored_subject_id AS "monitoredSubjectId"`,
      [jobs.map(({ subjectId }) => subjectId)],
    );
    await this.listeners.tell(
      tx,
      reopened.map((screening) => ({ ...screening, state: 'pending', hasTrueMatch: false, lane: 'interactive' })),
    );
  }

  private async store(tx: Transaction, settled: readonly EndedScreening[]): Promise<SettledScreening[]> {
    const hits = await this.foundHits.of(tx, settled);
    const [rows] = await Promise.all([this.settle(tx, settled, hits), this.foundHits.store(tx, hits)]);
    await this.publish(tx, settled, rows, hits);
    tx.afterCommit(() => {
      for (const { state } of rows) screened.inc({ state });
    });
    return rows;
  }

  private tell(tx: Transaction, settled: readonly EndedScreening[], rows: readonly SettledScreening[]): Promise<void> {
    const laneOf = new Map(settled.map(({ subjectId, lane }) => [subjectId, lane]));
    return this.listeners.tell(
      tx,
      rows.map(({ id, organization_id, state, monitored_subject_id }) => ({
        id,
        organizationId: organization_id,
        state,
        hasTrueMatch: false,
        lane: laneOf.get(id) ?? 'interactive',
        monitoredSubjectId: monitored_subject_id,
      })),
    );
  }

  private settle(
    tx: Transaction,
    attempts: readonly EndedScreening[],
    hits: readonly FoundHit[],
  ): Promise<SettledScreening[]> {
    const open = new Map<string | null, number>();
    for (const { screeningId, state } of hits) {
      if (state === 'pending_review') open.set(screeningId, (open.get(screeningId) ?? 0) + 1);
    }
    const ended = attempts.map((attempt) => ({ ...attempt, ...endOf(attempt, open.get(attempt.subjectId) ?? 0) }));
    return tx.prepared<SettledScreening>(
      'settle screenings',
      `UPDATE screenings AS screening
       SET state = ended.state, hit_count = ended.hit_count, open_hit_count = ended.open_hit_count,
           confirmed_hit_count = CASE WHEN ended.hit_count IS NOT NULL THEN 0 END, truncated = ended.truncated,
           list_set_id = ended.list_set_id, lists_checked_at = ended.lists_checked_at,
           engine_version = ended.engine_version, configuration_hash = ended.configuration_hash, error_code = ended.error_code, settled_at = now(),
           sequence = sequence + 1
       FROM unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::boolean[], $6::text[], $7::timestamptz[],
                   $8::text[], $9::text[], $10::text[])
         AS ended (id, state, hit_count, open_hit_count, truncated, list_set_id, lists_checked_at, engine_version,
                   configuration_hash, error_code)
       WHERE screening.id = ended.id
       RETURNING screening.id, organization_id, screening.state, sequence, settled_at, monitored_subject_id`,
      [
        ended.map(({ subjectId }) => subjectId),
        ended.map(({ becomes }) => becomes),
        ended.map(({ result }) => result?.hits.length ?? null),
        ended.map(({ openHits, result }) => (result === null ? null : openHits)),
        ended.map(({ result }) => (result === null ? null : result.truncated === true)),
        ended.map(({ result }) => result?.listSetId ?? null),
        ended.map(({ result }) => result?.listsCheckedAt ?? null),
        ended.map(({ result }) => result?.engineVersion ?? null),
        ended.map(({ result }) => result?.configurationHash ?? null),
        ended.map(({ code }) => code),
      ],
    );
  }

  private async publish(
    tx: Transaction,
    attempts: readonly EndedScreening[],
    screenings: readonly SettledScreening[],
    hits: readonly FoundHit[],
  ): Promise<void> {
    const attemptOf = new Map<string | null, EndedScreening>(attempts.map((attempt) => [attempt.subjectId, attempt]));
    const occurredAt = new Map<string, Date>(screenings.map(({ id, settled_at }) => [id, settled_at]));
    await this.events.publish(tx, [
      ...screenings.map(({ id, organization_id, state, sequence, settled_at }) => ({
        type: `screening.${state}` as const,
        organizationId: organization_id,
        objectId: id,
        state,
        sequence,
        occurredAt: settled_at,
        lane: attemptOf.get(id)?.lane,
        traceparent: attemptOf.get(id)?.traceparent,
      })),
      ...hits.map(({ id, organizationId, screeningId, state, lane, traceparent }) => ({
        type: `screening.hit.${state}` as const,
        organizationId,
        objectId: id,
        state,
        sequence: 1,
        occurredAt: occurredAt.get(screeningId) ?? new Date(),
        lane,
        traceparent,
      })),
    ]);
  }
}

/** What a screening is when its job is settled. */
function endOf(
  { result, state, errorCode }: EndedScreening,
  openHits: number,
): { readonly becomes: SettledState; readonly openHits: number; readonly code: string | null } {
  if (result === null) return { becomes: state === 'cancelled' ? 'cancelled' : 'error', openHits, code: errorCode };
  if (openHits > 0) return { becomes: 'in_review', openHits, code: null };
  return result.truncated === true
    ? { becomes: 'error', openHits, code: HITS_TRUNCATED }
    : { becomes: 'clear', openHits, code: null };
}
