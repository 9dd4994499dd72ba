import type { Transaction } from '@bonafide/database';
import { type EndedAttempt, type JobSubject, JobSubjects, type ReopenedJob } from '@bonafide/job-runtime';
import { isSettled, RescreeningPart } from '@bonafide/jobs';
import { counter } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import type { RescreeningId, RescreeningPartId } from '../screening-ids';
import { RescreeningHits, type ScreenedPart } from './rescreening-hits.service';
import { RescreeningProgress } from './rescreening-progress.service';

type Attempt = EndedAttempt<typeof RescreeningPart>;

interface OpenPart {
  readonly id: RescreeningPartId;
  readonly rescreeningId: RescreeningId;
}

const screened = counter('rescreening_subjects_total', 'Monitored subjects that were screened again');

/**
 * What comes of a part: the hits, the counts, and the end of the run when it was the last, all in the transaction that
 * settles its job. Each part counts once, whoever dies when.
 */
@Injectable()
export class RescreeningPartJobSubject implements JobSubject<typeof RescreeningPart> {
  readonly job = RescreeningPart;

  constructor(
    private readonly hits: RescreeningHits,
    private readonly progress: RescreeningProgress,
    subjects: JobSubjects,
  ) {
    subjects.register(this);
  }

  async attemptsEnded(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    const settled = attempts.filter(({ state }) => isSettled(state as 'completed'));
    if (settled.length === 0) return;
    const open = new Map(
      (
        await this.lockOpen(
          tx,
          settled.map(({ subjectId }) => subjectId),
        )
      ).map((part) => [part.id as string, part]),
    );
    // Of a run that was cancelled nothing more is stored.
    const counting = settled.flatMap((attempt) => {
      const part = open.get(attempt.subjectId ?? '');
      return part === undefined ? [] : [{ ...attempt, ...part }];
    });
    if (counting.length === 0) return;
    const done = counting.flatMap(({ result, ...part }) =>
      result === null ? [] : [{ ...part, result, traceparent: part.traceparent }],
    );
    await this.complete(tx, done);
    await this.fail(
      tx,
      counting.filter(({ result }) => result === null),
    );
    await this.progress.finish(tx, [...new Set(counting.map(({ rescreeningId }) => rescreeningId))]);
  }

  /** Takes its run up again, unless it was cancelled, or another full one has taken its place. */
  async reopened(tx: Transaction, jobs: readonly ReopenedJob[]): Promise<void> {
    const ids = jobs.map(({ subjectId }) => subjectId);
    await tx.query(
      `WITH failed AS (
         SELECT part.id, part.rescreening_id FROM rescreening_parts AS part
         JOIN rescreenings AS run ON run.id = part.rescreening_id
         WHERE part.id = ANY ($1) AND part.state = 'failed' AND run.state IN ('running', 'incomplete') AND NOT EXISTS (
           SELECT 1 FROM rescreenings AS other WHERE run.kind = 'full' AND other.kind = 'full' AND other.id <> run.id
             AND other.organization_id = run.organization_id AND other.state IN ('planned', 'running'))
         ORDER BY run.id, part.id FOR NO KEY UPDATE OF run, part
       ), reopened AS (
         UPDATE rescreening_parts AS part SET state = 'pending', error_code = NULL, finished_at = NULL, attempt = NULL
         FROM failed WHERE part.id = failed.id
       )
       UPDATE rescreenings AS run
       SET state = 'running', error_code = NULL, finished_at = NULL, parts_failed = parts_failed - reopened.parts
       FROM (SELECT rescreening_id, count(*)::integer AS parts FROM failed GROUP BY rescreening_id) AS reopened
       WHERE run.id = reopened.rescreening_id`,
      [ids],
    );
  }

  /** Parts that are still to be counted, with their runs, until the end of the transaction. */
  private lockOpen(tx: Transaction, ids: readonly (string | null)[]): Promise<OpenPart[]> {
    return tx.query<OpenPart>(
      `SELECT part.id, run.id AS "rescreeningId"
       FROM rescreening_parts AS part JOIN rescreenings AS run ON run.id = part.rescreening_id
       WHERE part.id = ANY ($1) AND part.state = 'pending' AND run.state = 'running'
       ORDER BY run.id, part.id FOR NO KEY UPDATE OF run, part`,
      [ids],
    );
  }

  private async complete(tx: Transaction, parts: readonly (ScreenedPart & Pick<Attempt, 'attempt'>)[]): Promise<void> {
    if (parts.length === 0) return;
    const hits = await this.hits.store(tx, parts);
    const results = parts.map(({ result }) => result);
    await tx.query(
      `WITH ended AS (
         UPDATE rescreening_parts AS part
         SET state = 'completed', screened = done.screened, ended = done.ended,
             unscreened = coalesce(string_to_array(done.unscreened, ' '), '{}'), hits_found = done.hits_found,
             list_set_id = done.list_set_id, engine_version = done.engine_version,
             configuration_hash = done.configuration_hash, attempt = done.attempt, finished_at = now()
         FROM unnest($1::text[], $2::integer[], $3::integer[], $4::text[], $5::integer[], $6::text[], $7::text[], $8::text[], $9::integer[])
           AS done (id, screened, ended, unscreened, hits_found, list_set_id, engine_version, configuration_hash, attempt)
         WHERE part.id = done.id
         RETURNING part.*
       )
       UPDATE rescreenings AS run
       SET parts_completed = parts_completed + counted.parts, subjects_screened = subjects_screened + counted.screened,
           subjects_ended = subjects_ended + counted.ended, subjects_unscreened = subjects_unscreened + counted.unscreened,
           hits_found = run.hits_found + counted.hits
       FROM (SELECT rescreening_id, count(*)::integer AS parts, sum(screened)::integer AS screened, sum(ended)::integer AS ended,
                    sum(cardinality(unscreened))::integer AS unscreened, sum(hits_found)::integer AS hits
             FROM ended GROUP BY rescreening_id) AS counted
       WHERE run.id = counted.rescreening_id`,
      [
        parts.map(({ id }) => id),
        results.map((result) => result.screened),
        results.map((result) => result.ended),
        results.map(({ unscreened }) => (unscreened.length === 0 ? null : unscreened.join(' '))),
        parts.map(({ id }) => hits.get(id) ?? 0),
        results.map(({ listSetId }) => listSetId),
        results.map(({ engineVersion }) => engineVersion),
        results.map(({ configurationHash }) => configurationHash),
        parts.map(({ attempt }) => attempt),
      ],
    );
    const subjects = results.reduce((sum, result) => sum + result.screened, 0);
    tx.afterCommit(() => screened.inc(subjects));
  }

  /** A job that was cancelled by itself has missed its subjects as well as one that was given up. */
  private async fail(
    tx: Transaction,
    parts: readonly (OpenPart & Pick<Attempt, 'attempt' | 'errorCode'>)[],
  ): Promise<void> {
    if (parts.length === 0) return;
    await tx.query(
      `WITH ended AS (
         UPDATE rescreening_parts AS part
         SET state = 'failed', attempt = failed.attempt, error_code = failed.error_code, finished_at = now()
         FROM unnest($1::text[], $2::integer[], $3::text[]) AS failed (id, attempt, error_code)
         WHERE part.id = failed.id RETURNING part.rescreening_id
       )
       UPDATE rescreenings AS run SET parts_failed = parts_failed + counted.parts
       FROM (SELECT rescreening_id, count(*)::integer AS parts FROM ended GROUP BY rescreening_id) AS counted
       WHERE run.id = counted.rescreening_id`,
      [parts.map(({ id }) => id), parts.map(({ attempt }) => attempt), parts.map(({ errorCode }) => errorCode)],
    );
  }
}
