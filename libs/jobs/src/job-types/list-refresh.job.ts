import { IsString } from 'class-validator';

import { defineJob } from '../define-job';
import { exponentialRetry, minutes } from '../retry-policy';

export class ListRefreshPayload {
  /** The list's id, e.g. `us-ofac-sdn`. */
  @IsString()
  list: string;
}

export class ListRefreshResult {
  outcome: 'unchanged' | 'activated' | 'awaiting_activation' | 'rejected';
}

/** Asks a publisher whether there is a new sanctions list. */
export const ListRefresh = defineJob({
  type: 'list-refresh',
  payload: ListRefreshPayload,
  result: ListRefreshResult,
  retry: exponentialRetry(4, minutes(1), minutes(10)),
  timeoutMs: minutes(5),
  visibility: 'internal',
});
