import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { type EndedAttempt, type JobSubject, JobSubjects, type ReopenedJob } from '@bonafide/job-runtime';
import { ScreeningFilePart } from '@bonafide/jobs';
import { counter } from '@bonafide/observability';
import { EventPublisher } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import type { ScreeningFilePartId } from '../screening-ids';
import { type EndedPart, ScreeningFileProgress, type SettledFile } from './screening-file-progress.repository';
import { SealedParts } from './sealed-parts.service';

type Attempt = EndedAttempt<typeof ScreeningFilePart>;

const files = counter('screening_files_total', 'Files settled, by the state entered', ['state']);
const rows = counter('screening_file_rows_total', 'Rows of files that have their line, by what it says', ['outcome']);

/** Keeps files in step with the jobs of their parts: each part counts once, and the last one settles the file. */
@Injectable()
export class ScreeningFilePartJobSubject implements JobSubject<typeof ScreeningFilePart> {
  readonly job = ScreeningFilePart;

  constructor(
    private readonly progress: ScreeningFileProgress,
    private readonly parts: SealedParts,
    private readonly events: EventPublisher,
    subjects: JobSubjects,
  ) {
    subjects.register(this);
  }

  async attemptsEnded(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    const ended = (await Promise.all(attempts.map((attempt) => this.endedPart(attempt)))).filter(
      (part) => part !== null,
    );
    if (ended.length === 0) return;
    const { counted, settled } = await this.progress.record(tx, ended);
    await this.publish(tx, settled, attempts);
    tx.afterCommit(() => {
      for (const part of counted) countRows(part);
      for (const { state } of settled) files.inc({ state });
    });
  }

  async reopened(tx: Transaction, jobs: readonly ReopenedJob[]): Promise<void> {
    await this.progress.reopen(
      tx,
      jobs.flatMap(({ subjectId }) => (subjectId === null ? [] : [subjectId as ScreeningFilePartId])),
    );
  }

  /** Null for an attempt after which the part is still to be screened. */
  private async endedPart({ organizationId, subjectId, state, result, errorCode }: Attempt): Promise<EndedPart | null> {
    if (subjectId === null || state === 'accepted' || state === 'waiting') return null;
    const id = subjectId as ScreeningFilePartId;
    if (result === null) return { id, state: state === 'cancelled' ? 'cancelled' : 'failed', errorCode, outcome: null };
    const { gzippedLines, ...counts } = result;
    const sealedResult = await this.parts.sealResult(organizationId, id, gzippedLines);
    return { id, state: 'completed', errorCode: null, outcome: { ...counts, sealedResult } };
  }

  /** Attempts of several organizations end together: an event is of the trace of its own file. */
  private async publish(tx: Transaction, settled: readonly SettledFile[], attempts: readonly Attempt[]): Promise<void> {
    const traces = new Map(attempts.map(({ subjectId, traceparent }) => [subjectId, traceparent]));
    await this.events.publish(
      tx,
      settled.map(({ id, organizationId, state, sequence, settledAt, endedBy }) => ({
        type: `screening_file.${state}` as const,
        organizationId: organizationId as OrganizationId,
        objectId: id,
        state,
        sequence,
        occurredAt: settledAt,
        // One message for millions of rows: somebody waits for it.
        lane: 'interactive' as const,
        traceparent: traces.get(endedBy),
      })),
    );
  }
}

function countRows({ outcome }: EndedPart): void {
  if (outcome === null) return;
  rows.inc({ outcome: 'hits' }, outcome.rowsWithHits);
  rows.inc({ outcome: 'error' }, outcome.errors);
  rows.inc({ outcome: 'clear' }, outcome.rows - outcome.rowsWithHits - outcome.errors);
}
