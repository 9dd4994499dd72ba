import { parentPort, workerData } from 'node:worker_threads';
import { screenRows } from '../files/screened-rows';
import { PublicationError } from '../lists/publication-error';
import { ListEngine } from './list-engine';
import { type ThreadData, type ThreadMessage, type ThreadTask } from './thread-messages';

/** Runs in a thread: builds an engine from the lists it was started with, then answers one task after the other. */
function main({ folders }: ThreadData): void {
  const engine = build(folders);
  if (!engine) return;
  parentPort?.on('message', ({ batch, request }: ThreadTask) => {
    const screened = screenRows(batch, request, (subject, asked) => engine.screen(subject, asked));
    say({ kind: 'screened', screened }, [screened.lines.buffer]);
  });
  say({ kind: 'ready', description: engine.description });
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
