import { parentPort, workerData } from 'node:worker_threads';
import { screenRows } from '../files/screened-rows';
import { PublicationError } from '../lists/publication-error';
import { type ScreenRequest } from '../matching/screening-engine';
import { type ScreeningSubject } from '../matching/screening-subject';
import { ListEngine } from './list-engine';
import { screenSubjects } from './subject-batch';
import { type ThreadData, type ThreadMessage, type ThreadTask } from './thread-messages';

/** Runs in a thread: builds an engine from the lists it was started with, then answers one task after the other. */
function main(data: ThreadData): void {
  const engine = build(data);
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
  if ('subjects' in task) {
    const screen = (subject: ScreeningSubject, asked: ScreenRequest) => engine.screen(subject, asked);
    say({ kind: 'done', result: screenSubjects(task.subjects, task.limit, screen) });
    return;
  }
  const result = screenRows(task.batch, task.request, (subject, asked) => engine.screen(subject, asked));
  say({ kind: 'done', result }, [result.lines.buffer]);
}

function build({ folders, part }: ThreadData): ListEngine | null {
  try {
    return ListEngine.build(folders, part);
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
