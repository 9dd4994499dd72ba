import {
  cancelled,
  completed,
  type JobOutcome,
  type JobProcessor,
  type JobRun,
  type RescreeningPlanning,
  type RescreeningPlanningResult,
  waiting,
} from '@bonafide/jobs';
import { RescreeningPlanner } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

/** Until the run before has ended, or a list that is missing is there: soon, and then less and less often. */
const notYetMs = (attempt: number): number => Math.min(500 * 2 ** attempt, 15_000);

/** Finds who is to be screened again. */
@Injectable()
export class RescreeningPlanningProcessor implements JobProcessor<typeof RescreeningPlanning> {
  constructor(private readonly planner: RescreeningPlanner) {}

  async process({
    payload,
    attempt,
    signal,
  }: JobRun<typeof RescreeningPlanning>): Promise<JobOutcome<RescreeningPlanningResult>> {
    const plan = await this.planner.plan(payload.rescreeningId, signal);
    switch (plan) {
      case 'not-yet':
        return waiting(new Date(Date.now() + notYetMs(attempt)));
      case 'ended':
        return cancelled('rescreening-ended');
      case 'list-not-screened':
        return cancelled('list-not-screened');
      default:
        return completed(plan.result);
    }
  }
}
