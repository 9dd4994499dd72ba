import { organizationIds } from '@bonafide/identifiers';
import { JobSubjects } from '@bonafide/job-runtime';
import { jobIds } from '@bonafide/jobs';
import { Statements } from '@bonafide/testing';
import type { EventPublisher } from '@bonafide/webhooks';

import { screeningFileIds, screeningFilePartIds } from '../screening-ids';
import { ScreeningFilePartJobSubject } from './screening-file-part-job-subject.service';
import type { EndedPart, ScreeningFileProgress } from './screening-file-progress.repository';
import type { SealedParts } from './sealed-parts.service';

type Attempt = Parameters<ScreeningFilePartJobSubject['attemptsEnded']>[1][number];

const anAttempt = (trace: string): Attempt => ({
  jobId: jobIds.create(),
  organizationId: organizationIds.create(),
  subjectId: screeningFilePartIds.create(),
  lane: 'bulk',
  attempt: 1,
  startedAt: new Date(),
  state: 'cancelled',
  nextRunAt: null,
  result: null,
  errorCode: null,
  evidence: null,
  traceparent: `00-${trace.repeat(32)}-${trace.repeat(16)}-01`,
});

describe('the end of parts of files', () => {
  it('tells of each file in the trace of the attempt that ended it, whoever else’s parts ended with it', async () => {
    const attempts = ['a', 'b', 'c'].map(anAttempt);
    const [acme, rival] = [attempts[1]!, attempts[2]!];
    const settled = [rival, acme].map(({ subjectId, organizationId }) => ({
      id: screeningFileIds.create(),
      organizationId,
      state: 'cancelled',
      sequence: 1,
      settledAt: new Date(),
      endedBy: subjectId,
    }));
    const progress = { record: async (_: unknown, counted: readonly EndedPart[]) => ({ counted, settled }) };
    const published: unknown[] = [];
    const events = {
      publish: async (_: unknown, given: readonly { organizationId: string; traceparent?: string }[]) =>
        void published.push(...given.map(({ organizationId, traceparent }) => [organizationId, traceparent])),
    };
    const subject = new ScreeningFilePartJobSubject(
      progress as unknown as ScreeningFileProgress,
      {} as SealedParts,
      events as unknown as EventPublisher,
      new JobSubjects(),
    );
    const { tx } = new Statements();
    Object.assign(tx, { afterCommit: () => undefined });
    await subject.attemptsEnded(tx, attempts);
    expect(published).toEqual([
      [rival.organizationId, rival.traceparent],
      [acme.organizationId, acme.traceparent],
    ]);
  });
});
