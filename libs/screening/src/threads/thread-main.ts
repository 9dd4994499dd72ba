import { parentPort, workerData } from 'node:worker_threads';
import { screenRows } from '../files/screened-rows';
import { PublicationError } from '../lists/publication-error';
import { ListEngine } from './list-engine';
import { type ThreadData, type ThreadMessage, type ThreadTask } from './thread-messages';

/** Runs in a thread: builds an engine from the lists it was started with, then answers one task after the other. */
function main({ folders }: ThreadData): void {
  const engine = build(folders);
  if (!engine) return;
  parentPort?.on('message', (task: ThreadTask) => {
    try {
      perform(engine, task);
    } catch (error) {
      // Its message might quote the subject.
      say({ kind: 'failed', detail: error instanceof Error ? error.name : 'not an error' });
    }
  });
  say({ kind: 'ready', description: engine.description });
}

function perform(engine: ListEngine, task: ThreadTask): void {
  if ('subject' in task) {
    say({ kind: 'done', result: engine.screen(task.subject, task.request) });
    return;
  }
  const result = screenRows(task.batch, task.request, (subject, asked) => engine.screen(subject, asked));
  say({ kind: 'done', result }, [result.lines.buffer]);
}

function build(folders: ThreadData['folders']): ListEngine | null {
  try {
    return ListEngine.build(folders);
  } catch (error) {
    // An error loses its class on the way to another thread.
    if (!(error instanceof PublicationError)) throw error;
    say({ kind: 'unusable', detail: error.message });
    return null;
  }
}

function say(message: ThreadMessage, transferred: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transferred);
}

main(workerData as ThreadData);
