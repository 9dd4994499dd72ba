import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** A single job has been taken up this recently: more are about. */
const SINGLES_ABOUT_MS = 1_000;
/** Then bulk jobs begin this far apart, which is half of what a process could do. Alone, they go as fast as they can. */
const POLITE_DISTANCE_MS = 2;

/**
 * When bulk jobs may begin: one a turn of the event loop, so that a single job never waits for a whole group of them;
 * and slower while single jobs are about, so that there is a processor for what these need everywhere else.
 */
export class BulkPace {
  private last: Promise<unknown> = Promise.resolve();

  /** @param singleTakenAt when this process last took up a single job, in milliseconds since 1970 */
  constructor(private readonly singleTakenAt: () => number) {}

  next(): Promise<unknown> {
    this.last = this.last.then(() => {
      const isPolite = Date.now() - this.singleTakenAt() < SINGLES_ABOUT_MS;
      return isPolite ? sleep(POLITE_DISTANCE_MS) : nextTurn();
    });
    return this.last;
  }
}
