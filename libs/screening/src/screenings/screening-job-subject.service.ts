import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { type EndedAttempt, type JobSubject, JobSubjects, type ReopenedJob } from '@bonafide/job-runtime';
import { isSettled, OfacScreening } from '@bonafide/jobs';
import { counter } from '@bonafide/observability';
import { EventPublisher } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import { screeningHitIds } from '../screening-ids';
import { evidencePlace } from './sealed-places';

type Attempt = EndedAttempt<typeof OfacScreening>;

interface SettledScreening {
  readonly id: string;
  readonly organization_id: OrganizationId;
  readonly state: 'completed' | 'failed' | 'cancelled';
  readonly sequence: number;
  readonly settled_at: Date;
}

const outcomes = counter('screenings_total', 'Screenings settled, by outcome', ['outcome']);

/** Keeps screenings in step with their jobs. Only a completed job gives an outcome; nothing else ever reads as clear. */
@Injectable()
export class ScreeningJobSubject implements JobSubject<typeof OfacScreening> {
  readonly job = OfacScreening;

  constructor(
    private readonly encryption: FieldEncryption,
    private readonly events: EventPublisher,
    subjects: JobSubjects,
  ) {
    subjects.register(this);
  }

  async attemptsEnded(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    const settled = attempts.filter(({ state }) => isSettled(state as 'completed'));
    if (settled.length === 0) return;
    const [rows] = await Promise.all([this.settle(tx, settled), this.storeHits(tx, settled)]);
    const attemptOf = new Map(settled.map((attempt) => [attempt.subjectId, attempt]));
    await this.events.publish(
      tx,
      rows.map((row) => ({
        type: `screening.${row.state}` as const,
        organizationId: row.organization_id,
        objectId: row.id,
        state: row.state,
        sequence: row.sequence,
        occurredAt: row.settled_at,
        lane: attemptOf.get(row.id)?.lane,
        traceparent: attemptOf.get(row.id)?.traceparent,
      })),
    );
    tx.afterCommit(() => {
      for (const attempt of settled) outcomes.inc({ outcome: outcomeOf(attempt) ?? attempt.state });
    });
  }

  async reopened(tx: Transaction, jobs: readonly ReopenedJob[]): Promise<void> {
    await tx.query(
      `UPDATE screenings SET state = 'pending', error_code = NULL, settled_at = NULL WHERE id = ANY ($1)`,
      [jobs.map(({ subjectId }) => subjectId)],
    );
  }

  private settle(tx: Transaction, attempts: readonly Attempt[]): Promise<SettledScreening[]> {
    return tx.prepared<SettledScreening>(
      'settle screenings',
      `UPDATE screenings AS screening
       SET state = ended.state, outcome = ended.outcome, hit_count = ended.hit_count, publication_id = ended.publication_id,
           engine_version = ended.engine_version, configuration_hash = ended.configuration_hash, truncated = ended.truncated,
           error_code = ended.error_code, settled_at = now(), sequence = sequence + 1
       FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[],
         $9::boolean[])
         AS ended (id, state, outcome, hit_count, publication_id, engine_version, configuration_hash, error_code, truncated)
       WHERE screening.id = ended.id
       RETURNING screening.id, organization_id, screening.state, sequence, settled_at`,
      [
        attempts.map(({ subjectId }) => subjectId),
        attempts.map(({ state }) => state),
        attempts.map(outcomeOf),
        attempts.map(({ result }) => result?.hits.length ?? null),
        attempts.map(({ result }) => result?.publicationId ?? null),
        attempts.map(({ result }) => result?.engineVersion ?? null),
        attempts.map(({ result }) => result?.configurationHash ?? null),
        attempts.map(({ errorCode }) => errorCode),
        attempts.map(({ result }) => result?.truncated ?? null),
      ],
    );
  }

  private async storeHits(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    const hits = await Promise.all(
      attempts.flatMap(({ organizationId, subjectId, result }) =>
        (result?.hits ?? []).map(async ({ list, entryId, score, evidence }, position) => {
          const id = screeningHitIds.create();
          const sealed = await this.encryption.sealJson(organizationId, evidencePlace(id), evidence);
          return { id, subjectId, organizationId, position, list, entryId, score, sealed };
        }),
      ),
    );
    if (hits.length === 0) return;
    await tx.prepared(
      'insert hits',
      `INSERT INTO screening_hits (id, screening_id, organization_id, position, list, entry_id, score, evidence)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::float8[], $8::bytea[])`,
      [
        hits.map(({ id }) => id),
        hits.map(({ subjectId }) => subjectId),
        hits.map(({ organizationId }) => organizationId),
        hits.map(({ position }) => position),
        hits.map(({ list }) => list),
        hits.map(({ entryId }) => entryId),
        hits.map(({ score }) => score),
        hits.map(({ sealed }) => sealed),
      ],
    );
  }
}

function outcomeOf({ result }: Attempt): 'clear' | 'potential_match' | null {
  if (result === null) return null;
  return result.hits.length === 0 ? 'clear' : 'potential_match';
}
