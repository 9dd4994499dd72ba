import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { type EndedAttempt, type JobSubject, JobSubjects, type ReopenedJob } from '@bonafide/job-runtime';
import { isSettled, ThresholdBacktest } from '@bonafide/jobs';
import { EventPublisher } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import { backtestExamplesPlace } from '../screenings/sealed-places';
import type { BacktestState } from './threshold-backtest-snapshot';

type Attempt = EndedAttempt<typeof ThresholdBacktest>;

interface SettledBacktest {
  readonly state: Exclude<BacktestState, 'pending'>;
  readonly sequence: number;
  readonly settledAt: Date;
}

/** Keeps backtests in step with their jobs: all of the result is written at once, or nothing. */
@Injectable()
export class ThresholdBacktestJobSubject implements JobSubject<typeof ThresholdBacktest> {
  readonly job = ThresholdBacktest;

  constructor(
    private readonly encryption: FieldEncryption,
    private readonly events: EventPublisher,
    subjects: JobSubjects,
  ) {
    subjects.register(this);
  }

  async attemptsEnded(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    for (const attempt of attempts) {
      if (isSettled(attempt.state)) await this.settle(tx, attempt);
    }
  }

  async reopened(tx: Transaction, jobs: readonly ReopenedJob[]): Promise<void> {
    await tx.query(
      `UPDATE threshold_backtests SET state = 'pending', error_code = NULL, settled_at = NULL WHERE id = ANY ($1)`,
      [jobs.map(({ subjectId }) => subjectId)],
    );
  }

  private async settle(tx: Transaction, attempt: Attempt): Promise<void> {
    const { organizationId, subjectId, state, result, errorCode, lane, traceparent } = attempt;
    if (subjectId === null) return;
    const sealed =
      result === null
        ? null
        : await this.encryption.sealJson(organizationId, backtestExamplesPlace(subjectId), result.examples);
    const [settled] = await tx.query<SettledBacktest>(
      `UPDATE threshold_backtests
       SET state = $3, counts = $4, examples = $5, list_set_id = $6, lists_checked_at = $7, engine_version = $8,
           configuration_hash = $9, error_code = $10, settled_at = now(), sequence = sequence + 1
       WHERE id = $1 AND organization_id = $2
       RETURNING state, sequence, settled_at AS "settledAt"`,
      [
        subjectId,
        organizationId,
        state,
        result?.counts ?? null,
        sealed,
        result?.listSetId ?? null,
        result?.listsCheckedAt ?? null,
        result?.engineVersion ?? null,
        result?.configurationHash ?? null,
        errorCode,
      ],
    );
    if (settled === undefined) return;
    await this.events.publish(tx, [
      {
        type: `threshold_backtest.${settled.state}`,
        organizationId,
        objectId: subjectId,
        state: settled.state,
        sequence: settled.sequence,
        occurredAt: settled.settledAt,
        lane,
        traceparent,
      },
    ]);
  }
}
