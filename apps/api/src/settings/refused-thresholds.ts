import { BACKTEST_HOLDS_DAYS, type ThresholdRefusal } from '@bonafide/screening';

import { notFound, Problem } from '../http/problem';

const AGAIN = 'Begin one with POST /v1/threshold-backtests, look at what it says, and set on its word.';

const CURES: ReadonlyMap<string, string> = new Map([
  ['name-not-comparable', 'give their names in Latin letters too'],
  ['subject-not-readable', 'ask whoever runs the installation for the keys that sealed them'],
  ['screening-failed', "the worker's log says why"],
]);

/** Why thresholds were not set, and what to do instead. */
export function refusedThresholds(refusal: ThresholdRefusal): Problem {
  switch (refusal.why) {
    case 'not-found':
      return new Problem('not-found', notFound('threshold backtest').detail, [
        { pointer: '#/backtestId', detail: AGAIN },
      ]);
    case 'not-completed':
      return notNow(`The backtest is ${refusal.state}. ${cureOf(refusal.state)}`);
    case 'other-thresholds':
      return new Problem(
        'validation-failed',
        `The backtest was of ${JSON.stringify(refusal.backtested)}. Set those, or backtest these.`,
        refusal.fields.map((field) => ({
          pointer: `#/${field}`,
          detail: `The backtest was of ${JSON.stringify(refusal.backtested[field])}.`,
        })),
      );
    case 'moved-on':
      return notNow(
        `The thresholds have moved on: the backtest compares with version ${refusal.comparedVersion}, and version ${refusal.version} is in force. Look at it (GET /v1/screening-thresholds), and backtest against it.`,
      );
    case 'outdated':
      return notNow(`The backtest is older than ${BACKTEST_HOLDS_DAYS} days. ${AGAIN}`);
    case 'mostly-skipped':
      return notNow(
        `The backtest screened ${refusal.screenings} anew and skipped more: ${refusal.skipped.map(skippedOf).join('; ')}. It says too little of these thresholds. Begin another with POST /v1/threshold-backtests when that is mended, or over more screenings.`,
      );
  }
}

function skippedOf({ reason, screenings }: { readonly reason: string; readonly screenings: number }): string {
  return `${screenings} for ${reason} (${CURES.get(reason) ?? "the worker's log says more"})`;
}

function cureOf(state: 'pending' | 'failed' | 'cancelled'): string {
  switch (state) {
    case 'pending':
      return 'Wait for the event threshold_backtest.completed, or look at it (GET /v1/threshold-backtests/{id}).';
    case 'failed':
    case 'cancelled':
      return `Retry its job (POST /v1/jobs/{id}/retry), or begin another with POST /v1/threshold-backtests.`;
  }
}

const notNow = (detail: string): Problem =>
  new Problem('state-conflict', detail, [{ pointer: '#/backtestId', detail }]);
