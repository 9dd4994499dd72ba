import {
  cancelled,
  completed,
  type JobOutcome,
  type JobProcessor,
  type JobRun,
  type RescreeningPart,
  type RescreeningPartResult,
  waiting,
} from '@bonafide/jobs';
import { ActiveLists, ChangedLists, PartScreening, RescreeningRuns } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

const NO_LIST_DELAY_MS = 5_000;

/** A range of monitored subjects, against what has changed or against the lists in use. */
@Injectable()
export class RescreeningPartProcessor implements JobProcessor<typeof RescreeningPart> {
  constructor(
    private readonly runs: RescreeningRuns,
    private readonly screening: PartScreening,
    private readonly changes: ChangedLists,
    private readonly lists: ActiveLists,
  ) {}

  async process({ payload, signal }: JobRun<typeof RescreeningPart>): Promise<JobOutcome<RescreeningPartResult>> {
    const part = await this.runs.findPart(payload.partId);
    if (part?.state !== 'pending' || part.run.state !== 'running') return cancelled('rescreening-ended');
    const { list, fromPublicationId: from, toPublicationId: to, listSetId } = part.run;
    if (list === null || to === null || listSetId === null) {
      const result = await this.lists.use((lists) => this.screening.screen(part, lists, signal));
      // No list is no reason to fail, and far less a reason to pass anybody.
      return result === null ? waiting(new Date(Date.now() + NO_LIST_DELAY_MS)) : completed(result);
    }
    const change = { list, from, to, listSetId };
    return completed(await this.changes.use(change, (lists) => this.screening.screen(part, lists, signal)));
  }
}
