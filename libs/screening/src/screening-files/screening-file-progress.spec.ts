import { Database } from '@bonafide/database';
import { organizationIds } from '@bonafide/identifiers';
import { openTestContext, type TestContext } from '@bonafide/testing';

import {
  type ScreeningFileId,
  screeningFileIds,
  type ScreeningFilePartId,
  screeningFilePartIds,
} from '../screening-ids';
import { type EndedPart, ScreeningFileProgress } from './screening-file-progress.repository';

const organizationId = organizationIds.create();
const engine = { engineVersion: '2.0.0', configurationHash: 'c0' };

interface StoredFile {
  readonly state: string;
  readonly open: number;
  readonly done: number;
  readonly hits: number;
  readonly sequence: number;
  readonly error: string | null;
  readonly engines: readonly object[];
}

describe('the progress of a file', () => {
  const progress = new ScreeningFileProgress();
  let context: TestContext;

  beforeAll(async () => {
    context = await openTestContext();
    await context.database.query(`INSERT INTO list_sets (id, content) VALUES ('lst_1', 'pub_1')`);
  }, 60_000);

  afterAll(() => context.close());

  /** Of parts with ten rows each. */
  async function aFile(parts: number): Promise<{ id: ScreeningFileId; parts: readonly ScreeningFilePartId[] }> {
    const id = screeningFileIds.create();
    await context.database.query(
      `INSERT INTO screening_files (id, organization_id, state, format, threshold, list_thresholds, hit_limit, row_count,
                                    part_count, open_part_count, list_set_id)
       VALUES ($1, $2, 'processing', 'csv', 0.8, '{}', 10, $3, $4, $4, 'lst_1')`,
      [id, organizationId, parts * 10, parts],
    );
    const ids = Array.from({ length: parts }, () => screeningFilePartIds.create());
    for (const [index, partId] of ids.entries()) {
      await context.database.query(
        `INSERT INTO screening_file_parts (id, file_id, number, job_id, state, first_row, row_count, input)
         VALUES ($1, $2, $3, 'job_1', 'pending', 1, 10, '\\x01')`,
        [partId, id, index + 1],
      );
    }
    return { id, parts: ids };
  }

  const completed = (id: ScreeningFilePartId, more: Partial<typeof engine> = {}): EndedPart => ({
    id,
    state: 'completed',
    errorCode: null,
    outcome: { ...engine, ...more, rows: 10, rowsWithHits: 2, hits: 3, errors: 1, sealedResult: Buffer.from('x') },
  });
  const given = (id: ScreeningFilePartId, state: 'failed' | 'cancelled', errorCode: string): EndedPart => ({
    id,
    state,
    errorCode,
    outcome: null,
  });

  const record = (parts: readonly EndedPart[]) =>
    context.context.get(Database).transaction((tx) => progress.record(tx, parts));

  async function stored(id: ScreeningFileId): Promise<StoredFile> {
    const [file] = await context.database.query<StoredFile>(
      `SELECT state, open_part_count AS open, done_row_count AS done, hit_count::integer AS hits, sequence,
              error_code AS error, engines FROM screening_files WHERE id = $1`,
      [id],
    );
    return file!;
  }

  it('counts a part once, however often it ends', async () => {
    const { id, parts } = await aFile(2);
    await record([completed(parts[0]!)]);
    const again = await record([completed(parts[0]!), given(parts[0]!, 'failed', 'late')]);
    expect(again).toEqual({ counted: [], settled: [] });
    expect(await stored(id)).toMatchObject({
      state: 'processing',
      open: 1,
      done: 10,
      hits: 3,
      sequence: 0,
      error: null,
    });
  });

  it('counts a part once that ends twice at the same time', async () => {
    const { id, parts } = await aFile(20);
    await Promise.all(parts.flatMap((part) => [record([completed(part)]), record([given(part, 'failed', 'late')])]));
    const { open, sequence } = await stored(id);
    expect({ open, sequence }).toEqual({ open: 0, sequence: 1 });
  });

  it('is that of each file by itself, where parts of several end together in any order', async () => {
    const [a, b] = [await aFile(40), await aFile(40)];
    const groups = a.parts.map((part, index) => {
      const both = [completed(part), completed(b.parts[39 - index]!)];
      return index % 2 === 0 ? both : both.reverse();
    });
    const settled = (await Promise.all(groups.map(record))).flatMap((answer) => answer.settled);
    expect(settled.map(({ id, state, sequence }) => [id, state, sequence]).sort()).toEqual(
      [a, b].map(({ id }) => [id, 'completed', 1]).sort(),
    );
    for (const { id, parts } of [a, b]) expect(parts).toContain(settled.find((file) => file.id === id)!.endedBy);
    for (const { id } of [a, b]) {
      expect(await stored(id)).toMatchObject({ state: 'completed', open: 0, done: 400, hits: 120, engines: [engine] });
    }
  });

  it('names the last part of each file that is settled by several', async () => {
    const [a, b] = [await aFile(2), await aFile(1)];
    const { settled } = await record([a.parts[0]!, b.parts[0]!, a.parts[1]!].map((part) => completed(part)));
    expect(new Map(settled.map(({ id, endedBy }) => [id, endedBy]))).toEqual(
      new Map([
        [a.id, a.parts[1]],
        [b.id, b.parts[0]],
      ]),
    );
  });

  it.each([
    ['completed', [], 'completed', null],
    ['cancelled with a part that was cancelled', ['cancelled'], 'cancelled', null],
    ['failed with a part that was given up', ['failed'], 'failed', 'worker-lost'],
    ['failed with one of each', ['cancelled', 'failed'], 'failed', 'worker-lost'],
  ] as const)('ends as %s', async (_, others, state, error) => {
    const { id, parts } = await aFile(1 + others.length);
    await record(others.map((other, index) => given(parts[index]!, other, 'worker-lost')));
    const { settled } = await record([completed(parts.at(-1)!)]);
    expect(settled).toMatchObject([{ id, organizationId, state, sequence: 1 }]);
    expect(await stored(id)).toMatchObject({ state, error });
  });

  it('goes on when a part that was given up is tried again, and keeps the error of those that are not', async () => {
    const { id, parts } = await aFile(2);
    await record(parts.map((part) => given(part, 'failed', 'worker-lost')));
    const reopen = (part: ScreeningFilePartId) =>
      context.context.get(Database).transaction((tx) => progress.reopen(tx, [part]));
    await reopen(parts[0]!);
    expect(await stored(id)).toMatchObject({ state: 'processing', open: 1, error: 'worker-lost' });
    await record([completed(parts[0]!)]);
    expect(await stored(id)).toMatchObject({ state: 'failed', sequence: 2, error: 'worker-lost' });
    await reopen(parts[1]!);
    expect(await stored(id)).toMatchObject({ state: 'processing', open: 1, error: null });
    await record([completed(parts[1]!, { engineVersion: '2.1.0' })]);
    expect(await stored(id)).toMatchObject({
      state: 'completed',
      sequence: 3,
      done: 20,
      engines: [engine, { ...engine, engineVersion: '2.1.0' }],
    });
  });
});
