import { join } from 'node:path';
import { type RowBatch } from '../files/row-batch';
import { type ScreenedRows, type SubjectAnswer } from '../files/screened-rows';
import { readListFiles } from '../lists/list-files';
import { PublicationError } from '../lists/publication-error';
import { type ScreenRequest } from '../matching/screening-engine';
import { type ScreeningSubject } from '../matching/screening-subject';
import { type EngineDescription, type ListPart } from './list-engine';
import { type ListFolder, shareListFiles } from './list-folder';
import { ScreeningThread } from './screening-thread';
import { type ScreenedSubjects, type SubjectBatch } from './subject-batch';
import { UnusableListsError } from './thread-errors';
import { type ThreadResult, type ThreadTask } from './thread-messages';

export interface ScreeningThreadsOptions {
  readonly threads: number;
  /** Each holds one list or several: directories, or what was in some. */
  readonly lists: readonly (string | ListFolder)[];
  /** What hits may be about; all entries when undefined. */
  readonly part?: ListPart | undefined;
  /** The compiled program of a thread, where it is not the one beside this file. */
  readonly script?: string;
}

interface WaitingTask {
  readonly task: ThreadTask;
  readonly resolve: (result: Promise<ThreadResult>) => void;
}

/**
 * Screens in threads, each with an engine of its own, so that the thread that asks stays free. The lists of a pool never
 * change: for newer ones another pool is started, takes over, and the old one is stopped, so that no answer waits and
 * none is from two versions.
 */
export class ScreeningThreads {
  private readonly waiting: WaitingTask[] = [];

  private constructor(
    private readonly threads: readonly ScreeningThread[],
    /** What every thread screens against. */
    readonly description: EngineDescription,
  ) {}

  /**
   * Resolves when every thread is ready. Rejects with `UnusableListsError` when the lists cannot be used, and with
   * `ScreeningThreadError` when a thread ends, e.g. for want of memory; no thread is left running then.
   */
  static async start(options: ScreeningThreadsOptions): Promise<ScreeningThreads> {
    const { threads: count, lists, part, script = join(__dirname, 'thread-main.js') } = options;
    const folders = lists.map((list) => (typeof list === 'string' ? readFolder(list) : list));
    const threads = Array.from({ length: count }, () => new ScreeningThread(script, { folders, part }));
    try {
      const [description] = await Promise.all(threads.map(({ ready }) => ready));
      if (!description) throw new RangeError('A pool needs a thread.');
      return new ScreeningThreads(threads, description);
    } catch (error) {
      await stopAll(threads);
      throw error;
    }
  }

  /** Nobody is left to answer. */
  get haveEnded(): boolean {
    return this.threads.every(({ hasEnded }) => hasEnded);
  }

  /** Nobody has ended. */
  get isWhole(): boolean {
    return this.threads.every(({ hasEnded }) => !hasEnded);
  }

  get threadCount(): number {
    return this.threads.length;
  }

  /** Resolves in any order. Rejects with `ScreeningThreadError` when the thread that does it ends, or none is left. */
  screenRows(batch: RowBatch, request: ScreenRequest): Promise<ScreenedRows> {
    return this.perform({ batch, request }) as Promise<ScreenedRows>;
  }

  /** As {@link screenRows}, for one subject. */
  screen(subject: ScreeningSubject, request: ScreenRequest): Promise<SubjectAnswer> {
    return this.perform({ subject, request }) as Promise<SubjectAnswer>;
  }

  /** As {@link screenRows}, for subjects of whom few have hits. */
  screenSubjects(subjects: SubjectBatch, limit: number): Promise<ScreenedSubjects> {
    return this.perform({ subjects, limit }) as Promise<ScreenedSubjects>;
  }

  private perform(task: ThreadTask): Promise<ThreadResult> {
    return new Promise((resolve) => {
      this.waiting.push({ task, resolve });
      this.giveOut();
    });
  }

  /** Ends the threads, whatever they are doing. */
  async stop(): Promise<void> {
    await stopAll(this.threads);
  }

  private giveOut(): void {
    for (const thread of this.threads) {
      if (this.waiting.length === 0) return;
      if (!thread.isIdle) continue;
      const next = this.waiting.shift();
      if (next) next.resolve(this.run(thread, next.task));
    }
    // With no thread left nobody would ever answer; one that has ended says so.
    const [ended] = this.threads;
    if (!ended || this.threads.some(({ hasEnded }) => !hasEnded)) return;
    for (const { task, resolve } of this.waiting.splice(0)) resolve(ended.run(task));
  }

  private async run(thread: ScreeningThread, task: ThreadTask): Promise<ThreadResult> {
    try {
      return await thread.run(task);
    } finally {
      this.giveOut();
    }
  }
}

async function stopAll(threads: readonly ScreeningThread[]): Promise<void> {
  await Promise.all(threads.map((thread) => thread.stop()));
}

function readFolder(directory: string): ListFolder {
  try {
    return shareListFiles(directory, readListFiles(directory));
  } catch (error) {
    if (!(error instanceof PublicationError)) throw error;
    throw new UnusableListsError(`${directory}: ${error.message}`, { cause: error });
  }
}
