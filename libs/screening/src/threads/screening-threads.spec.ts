import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type RowBatch } from '../files/row-batch';
import { ScreeningThreads } from './screening-threads';
import { ScreeningThreadError, UnusableListsError } from './thread-errors';

const sandboxList = join(__dirname, '../../sandbox-list');
const request = { threshold: 0.8, limit: 10 };
const aBatch = (...records: string[]): RowBatch => ({ firstRow: 1, format: { kind: 'ndjson' }, records });

/**
 * A thread that answers with the first record, and does what that says: `end` ends it, `fail` throws, `refuse` fails the
 * task alone. What `beginning`
 * says it does before it is ready.
 */
function threadScript(beginning: string): string {
  return `
    const { parentPort, workerData, threadId } = require('node:worker_threads');
    const description = { threadId, files: workerData.folders.flatMap(({ files }) => files.map(({ name }) => name)) };
    ${beginning}
    parentPort.on('message', ({ batch: { records: [record] } }) => {
      if (record === 'end') process.exit(3);
      if (record === 'fail') throw new RangeError('Out of range.');
      if (record === 'refuse') return parentPort.postMessage({ kind: 'failed', detail: 'Not this one.' });
      parentPort.postMessage({ kind: 'done', result: { rows: threadId, lines: Buffer.from(record) } });
      if (record === 'answer, then end') setImmediate(() => process.exit(5));
    });
    parentPort.postMessage({ kind: 'ready', description });`;
}

describe('a pool of threads', () => {
  let directory: string;
  let pool: ScreeningThreads | undefined;

  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'bonafide-threads-spec-'))));

  afterEach(async () => {
    await pool?.stop();
    pool = undefined;
    rmSync(directory, { recursive: true });
  });

  async function start({
    threads = 2,
    beginning = '',
    listDirectories = [sandboxList],
  } = {}): Promise<ScreeningThreads> {
    const script = join(directory, 'thread.js');
    writeFileSync(script, threadScript(beginning));
    pool = await ScreeningThreads.start({ threads, lists: listDirectories, script });
    return pool;
  }

  const answerOf = async (threads: ScreeningThreads, record: string): Promise<string> => {
    const { lines } = await threads.screenRows(aBatch(record), request);
    return Buffer.from(lines).toString();
  };

  it('answers each batch, however many are asked at once, and uses every thread', async () => {
    const threads = await start({ threads: 3 });
    const records = Array.from({ length: 100 }, (_, index) => `record ${index}`);
    const screened = await Promise.all(records.map((record) => threads.screenRows(aBatch(record), request)));
    expect(screened.map(({ lines }) => Buffer.from(lines).toString())).toEqual(records);
    expect(new Set(screened.map(({ rows }) => rows)).size).toBe(3);
  });

  it('gives every thread the same files', async () => {
    const { description } = await start();
    expect(description).toMatchObject({ files: ['add.csv', 'alt.csv', 'sdn.csv', 'sdn_comments.csv'] });
  });

  it.each([
    ['end', 'A screening thread has ended: exit code 3.'],
    ['fail', 'A screening thread has ended: Out of range.'],
  ])('fails the batch of a thread that does not live through it (%s)', async (record, message) => {
    const threads = await start();
    const failed = expect(threads.screenRows(aBatch(record), request)).rejects;
    await failed.toThrow(ScreeningThreadError);
    await expect(threads.screenRows(aBatch(record), request)).rejects.toThrow(message);
  });

  it('fails a task that cannot be done, and goes on with the thread', async () => {
    const threads = await start({ threads: 1 });
    await expect(threads.screenRows(aBatch('refuse'), request)).rejects.toThrow('A screening failed: Not this one.');
    expect(await answerOf(threads, 'a')).toBe('a');
  });

  it('goes on with the threads that are left', async () => {
    const threads = await start();
    const [ended, answer] = await Promise.allSettled([answerOf(threads, 'end'), answerOf(threads, 'a')]);
    expect([ended.status, answer]).toEqual(['rejected', { status: 'fulfilled', value: 'a' }]);
    expect(await answerOf(threads, 'b')).toBe('b');
  });

  it('gives nothing to a thread that ended when it had nothing to do', async () => {
    const threads = await start();
    await answerOf(threads, 'answer, then end');
    await delay(300);
    expect(await Promise.all(['a', 'b', 'c'].map((record) => answerOf(threads, record)))).toEqual(['a', 'b', 'c']);
  });

  it('fails what waits when no thread is left, and what is asked later', async () => {
    const threads = await start();
    const answers = await Promise.allSettled(['end', 'end', 'a', 'b'].map((record) => answerOf(threads, record)));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
    await expect(answerOf(threads, 'c')).rejects.toThrow(ScreeningThreadError);
  });

  it('fails what is under way when it is stopped', async () => {
    const threads = await start({ threads: 1 });
    const answers = Promise.allSettled(['a', 'b', 'c'].map((record) => answerOf(threads, record)));
    await threads.stop();
    expect((await answers).map(({ status }) => status)).toContain('rejected');
  });

  it('does not start when a thread says that the lists cannot be used', async () => {
    const beginning = `parentPort.postMessage({ kind: 'unusable', detail: 'sdn.csv is cut off.' }); return;`;
    await expect(start({ beginning })).rejects.toThrow(new UnusableListsError('sdn.csv is cut off.'));
  });

  it('does not start, and leaves no thread behind, when one ends first', async () => {
    const beginning = 'if (threadId % 2 === 0) process.exit(4);';
    await expect(start({ beginning })).rejects.toThrow('A screening thread has ended: exit code 4.');
  });
});
