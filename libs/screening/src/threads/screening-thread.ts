import { Worker } from 'node:worker_threads';
import { type EngineDescription } from './list-engine';
import { ScreeningThreadError, UnusableListsError } from './thread-errors';
import { type ThreadData, type ThreadMessage, type ThreadResult, type ThreadTask } from './thread-messages';

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/** One thread with an engine of its own. It does one task at a time. */
export class ScreeningThread {
  /** Rejects with `UnusableListsError` when there is no list to build from, else with `ScreeningThreadError`. */
  readonly ready: Promise<EngineDescription>;
  private task: Waiting<ThreadResult> | null = null;
  private failure: Error | null = null;
  private readonly worker: Worker;

  constructor(script: string, data: ThreadData) {
    this.worker = new Worker(script, { workerData: data, name: 'screening' });
    this.ready = new Promise((resolve, reject) => {
      this.worker.on('message', (message: ThreadMessage) => this.hear(message, resolve, reject));
      const fail = (reason: string, cause?: unknown) => {
        this.failure ??= new ScreeningThreadError(`A screening thread has ended: ${reason}`, { cause });
        reject(this.failure);
        this.task?.reject(this.failure);
      };
      this.worker.on('error', (error: Error) => fail(error.message, error));
      this.worker.on('messageerror', (error: Error) => fail(error.message, error));
      this.worker.on('exit', (code) => fail(`exit code ${code}.`));
    });
    // Somebody waits for it in time; that it fails before must not count as unhandled.
    this.ready.catch(() => undefined);
  }

  get isIdle(): boolean {
    return this.task === null && !this.hasEnded;
  }

  get hasEnded(): boolean {
    return this.failure !== null;
  }

  /** Rejects with `ScreeningThreadError` when the thread ends before it has answered. */
  run(task: ThreadTask): Promise<ThreadResult> {
    return new Promise((resolve, reject) => {
      if (this.failure) {
        reject(this.failure);
        return;
      }
      this.task = { resolve, reject };
      this.worker.postMessage(task);
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private endTask(): Waiting<ThreadResult> | null {
    const { task } = this;
    this.task = null;
    return task;
  }

  private hear(message: ThreadMessage, onReady: (ready: EngineDescription) => void, onUnusable: (e: Error) => void) {
    switch (message.kind) {
      case 'ready': {
        onReady(message.description);
        return;
      }
      case 'unusable': {
        onUnusable(new UnusableListsError(message.detail));
        return;
      }
      case 'done': {
        return this.endTask()?.resolve(message.result);
      }
      case 'failed': {
        return this.endTask()?.reject(new ScreeningThreadError(`A screening failed: ${message.detail}`));
      }
    }
  }
}
