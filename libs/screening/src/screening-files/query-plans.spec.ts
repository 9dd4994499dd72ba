import { Database } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { organizationIds } from '@bonafide/identifiers';
import type { JobControl, JobSubmitter } from '@bonafide/job-runtime';
import { openTestContext, type Statement, Statements, type TestContext } from '@bonafide/testing';

import { ListSets } from '../active-lists/list-sets.repository';
import { listSetIds, screeningFileIds, screeningFilePartIds } from '../screening-ids';
import { ScreeningThresholds } from '../settings/screening-thresholds.service';
import { ScreeningFileIntake } from './screening-file-intake.service';
import { ScreeningFileParts } from './screening-file-parts.repository';
import { type EndedPart, ScreeningFileProgress } from './screening-file-progress.repository';
import { ScreeningFileResults } from './screening-file-results.service';
import { ScreeningFiles } from './screening-files.service';
import { SealedParts } from './sealed-parts.service';

const organizationId = organizationIds.create();
const [fileId, partId] = [screeningFileIds.create(), screeningFilePartIds.create()];
const encryption = Object.create(FieldEncryption.prototype) as FieldEncryption;
const parts = new SealedParts(encryption);
const outcome = { engineVersion: '1', configurationHash: 'c', rows: 1, rowsWithHits: 0, hits: 0, errors: 0 };
const ended: readonly EndedPart[] = [
  { id: partId, state: 'completed', errorCode: null, outcome: { ...outcome, sealedResult: Buffer.from('x') } },
  { id: screeningFilePartIds.create(), state: 'failed', errorCode: 'x', outcome: null },
];
const filesOn = ({ database }: Statements) =>
  new ScreeningFiles(
    database,
    encryption,
    Object.create(ListSets.prototype) as ListSets,
    {
      cancelMany: async () => undefined,
    } as unknown as JobControl,
  );
const intakeOn = ({ database }: Statements) =>
  new ScreeningFileIntake(
    database,
    encryption,
    parts,
    { submitMany: async () => [] } as unknown as JobSubmitter,
    new ScreeningThresholds(database, encryption),
  );

describe('the statements about files, among many parts', () => {
  let many: TestContext;

  beforeAll(async () => {
    many = await openTestContext();
    const id = (prefix: string, n = 'n') => `'${prefix}_' || lpad((${n})::text, 26, '0')`;
    await many.database.query(`INSERT INTO list_sets (id, content) VALUES ('lst_1', 'pub_1')`);
    await many.database.query(
      `INSERT INTO screening_files (id, organization_id, state, format, threshold, list_thresholds, hit_limit, row_count,
                                    part_count, open_part_count, done_row_count, list_set_id)
       SELECT ${id('file')}, 'org_' || n % 50, CASE WHEN n % 500 = 0 THEN 'receiving' WHEN n % 20 = 0 THEN 'processing' ELSE 'completed' END,
              'csv', 0.8, '{}', 10, 10, 10, CASE WHEN n % 20 = 0 THEN 10 ELSE 0 END, 10, 'lst_1'
       FROM generate_series(1, 5000) AS n`,
    );
    await many.database.query(
      `INSERT INTO screening_file_parts (id, file_id, number, job_id, state, first_row, row_count, input, result)
       SELECT ${id('part')}, ${id('file', '1 + (n - 1) / 10')}, 1 + (n - 1) % 10, ${id('job')},
              CASE WHEN n % 20 = 0 THEN 'pending' ELSE 'completed' END, 1, 1,
              CASE WHEN n % 20 = 0 THEN '\\x01'::bytea END, CASE WHEN n % 20 <> 0 THEN '\\x01'::bytea END
       FROM generate_series(1, 50000) AS n`,
    );
    await many.database.query('VACUUM ANALYZE screening_files, screening_file_parts');
  }, 60_000);

  afterAll(() => many.close());

  it.each<[string, (on: Statements) => Promise<unknown>]>([
    ['fixing lists', (on) => new ScreeningFileParts(on.database, parts).listSetOf(organizationId, partId, aListSet())],
    ['opening a part', (on) => new ScreeningFileParts(on.database, parts).open(organizationId, partId)],
    ['ending parts', ({ tx }) => new ScreeningFileProgress().record(tx, ended)],
    ['opening parts again', ({ tx }) => new ScreeningFileProgress().reopen(tx, [partId])],
    ['reading a file', (on) => filesOn(on).find(organizationId, fileId)],
    ['listing files', (on) => filesOn(on).list(organizationId, { limit: 25 })],
    ['cancelling', (on) => filesOn(on).cancel(on.tx, fileId)],
    ['removing', (on) => filesOn(on).remove(on.tx, organizationId, fileId)],
    ['reading a result', (on) => new ScreeningFileResults(on.database, parts).lines(organizationId, fileId, 1).next()],
    ['discarding what was abandoned', (on) => intakeOn(on).discardAbandoned()],
    [
      'accepting',
      (on) => intakeOn(on).accept(on.tx, { id: fileId, organizationId, rowCount: 1, partCount: 1, threshold: 0.8 }),
    ],
  ])('%s reads no more of them than it needs', async (_, run) => {
    const statements = new Statements(answer);
    await run(statements).catch(() => undefined);
    expect(statements.seen.length).toBeGreaterThan(0);
    for (const statement of statements.seen) {
      for (const plan of [await planOf(statement), await planForAll(statement)]) {
        expect(plan).not.toMatch(/Seq Scan on screening_file/);
        expect(plan).toMatch(/using screening_file|on screening_file/);
      }
    }
  });

  const planOf = async ({ sql, parameters }: Statement) =>
    textOf(await many.database.query<PlanLine>(`EXPLAIN ${sql}`, parameters));

  const planForAll = async ({ sql }: Statement) =>
    textOf(await many.context.get(Database).query<PlanLine>(`EXPLAIN (GENERIC_PLAN) ${sql}`));
});

const aListSet = () => ({ listSetId: listSetIds.create(), checkedAt: new Date() });

/** Enough for what follows to be asked as well. */
function answer(sql: string): readonly object[] {
  if (sql.includes('FOR UPDATE') && sql.includes('SELECT state')) return [{ state: 'completed' }];
  if (sql.includes('file_id AS "fileId" FROM screening_file_parts')) return ended.map(({ id }) => ({ id, fileId }));
  if (sql.includes('AS "fileId"')) return [{ fileId, listSetId: null }];
  if (sql.includes('part.job_id AS id')) return [{ id: 'job_1' }];
  if (sql.includes('RETURNING id')) return [{ id: fileId }];
  if (sql.includes('job_id AS "jobId"')) return [{ id: partId, jobId: 'job_1' }];
  return [];
}

interface PlanLine {
  readonly 'QUERY PLAN': string;
}

const textOf = (lines: readonly PlanLine[]): string => lines.map((line) => line['QUERY PLAN']).join('\n');
