import { rmSync } from 'node:fs';

import {
  eventually,
  fileIn,
  type Organization,
  peopleCsv,
  resultLines,
  type ScreeningFileDetails,
  Stack,
  uploadFile,
  writeUnList,
} from '@bonafide/testing';

jest.setTimeout(90_000);

const ondrel = { id: '900', firstName: 'Ondrel', lastName: 'Vaskimo' };
/** In the first row and in the last of a file of two parts. */
const content = `${peopleCsv(1_499).replace('Wenna0 Tolbrick', 'Petronelle Oxwick')}c-1500,Petronelle Oxwick,person,,\n`;
const petronelle = { id: '903', firstName: 'Petronelle', lastName: 'Oxwick' };

describe('a screening file, when lists are followed by others while it is screened', () => {
  let stack: Stack;
  let acme: Organization;
  const directory = writeUnList([ondrel, petronelle]);

  beforeAll(async () => {
    stack = await Stack.start({
      apps: ['api', 'dispatcher', 'list-refresh-worker', 'bulk-screening-worker'],
      env: { LIST_DIRS: directory, SCREENING_LISTS: 'un-security-council' },
    });
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    rmSync(directory, { recursive: true, force: true });
  }, 30_000);

  const read = async (id: string) => (await acme.api.get<ScreeningFileDetails>(`/v1/screening-files/${id}`)).body;
  const listsReady = (event: string) => stack.log('bulk-screening-worker').split(`"${event}"`).length - 1;

  /** The file is half done, and the rest of it waits until `release`. */
  async function halfDone(): Promise<{ readonly file: ScreeningFileDetails; release(): Promise<void> }> {
    await stack.process('dispatcher').stop(12_000);
    const { body } = await uploadFile(acme.api, content);
    const secondJob = `(SELECT job_id FROM screening_file_parts WHERE file_id = '${body.id}' AND number = 2)`;
    await stack.database.query(`UPDATE jobs SET run_at = now() + interval '1 hour' WHERE id = ${secondJob}`);
    await stack.startApp('dispatcher');
    await eventually(async () => (await read(body.id)).rows.done === 1_000);
    return {
      file: await read(body.id),
      release: async () => {
        await stack.database.query(`UPDATE jobs SET run_at = now() WHERE id = ${secondJob}`);
      },
    };
  }

  it('is screened to its end against those that it was begun with', async () => {
    const { file, release } = await halfDone();
    expect(file.rows).toMatchObject({ done: 1_000, withHits: 1 });
    // She is taken off the list.
    writeUnList([ondrel], directory);
    const ready = listsReady('list.ready');
    await stack.operator.post('/v1/lists/un-security-council/refresh');
    await eventually(() => listsReady('list.ready') > ready, { withinMs: 20_000 });
    await release();

    const done = await fileIn(acme.api, 'completed', file.id);
    expect(done.rows).toEqual({ total: 1_500, done: 1_500, withHits: 2, errors: 0 });
    expect({ lists: done.lists, listsCheckedAt: done.listsCheckedAt }).toEqual({
      lists: file.lists,
      listsCheckedAt: file.listsCheckedAt,
    });
    const lines = await resultLines(acme.api, file.id);
    expect(lines.flatMap(({ id, hits = [] }) => (hits.length > 0 ? [id] : []))).toEqual(['c-1', 'c-1500']);
    expect(listsReady('list.earlier-ready')).toBe(1);

    const next = await uploadFile(acme.api, content);
    const after = await fileIn(acme.api, 'completed', next.body.id);
    expect(after.rows.withHits).toBe(0);
    expect(after.lists[0]?.publicationId).not.toBe(file.lists[0]?.publicationId);
  });

  it('says so when the engine changed in between, for it cannot be kept as lists can', async () => {
    const { file, release } = await halfDone();
    await stack.database.query(
      `UPDATE screening_files SET engines = jsonb_set(engines, '{0,engineVersion}', '"0.9.0"') WHERE id = $1`,
      [file.id],
    );
    await release();
    const done = await fileIn(acme.api, 'completed', file.id);
    expect(done.engines.map(({ version }) => version)).toEqual(['0.9.0', file.engines[0]?.version]);
  });
});
