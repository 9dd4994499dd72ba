import type { Transaction } from '@bonafide/database';
import type { BlindIndex, FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import type { JobSubmitter } from '@bonafide/job-runtime';
import type { RescreeningPartResult } from '@bonafide/jobs';
import { openTestContext, type Statement, Statements, type TestContext } from '@bonafide/testing';

import { MonitoredSubjects } from '../monitoring/monitored-subjects.service';
import type { MonitoredSubjectId, ScreeningId } from '../screening-ids';
import type { ScreeningJobSubject } from '../screenings/screening-job-subject.service';
import { LapsedHits } from './lapsed-hits.service';
import { ListCoverage } from './list-coverage.service';
import { RescreeningHits, type ScreenedPart } from './rescreening-hits.service';
import { RescreeningPlans } from './rescreening-plans.service';
import { type PartOfRun, RescreeningRuns } from './rescreening-runs.repository';

const organizationId = 'org_7' as OrganizationId;
const idOf = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(26, '0')}`;
const subjectId = (n: number) => idOf('sub', n) as MonitoredSubjectId;
const submitter = { submitMany: async () => [] } as unknown as JobSubmitter;
const events = { publish: async () => [] } as unknown as ConstructorParameters<typeof LapsedHits>[1];
const encryption = { sealJson: async () => Buffer.of(1) } as unknown as FieldEncryption;
const blindIndex = { of: async () => Buffer.alloc(32) } as unknown as BlindIndex;
const coverage = new ListCoverage(new RescreeningPlans(submitter));

const run = {
  id: idOf('rsc', 1),
  organizationId,
  list: 'us-ofac-sdn',
  subjectIds: null,
  revision: '100000',
} as unknown as PartOfRun['run'];
const part = { firstSubjectId: subjectId(1), lastSubjectId: subjectId(20_000), run } as unknown as PartOfRun;
const found = Array.from({ length: 50 }, (_, index) => ({
  subjectId: subjectId(7 + 50 * index),
  screeningId: idOf('scr', 90_000 + index),
  hits: [{ list: 'us-ofac-sdn', entryId: '7', score: 1, evidence: {} }],
}));
const screenedPart = {
  id: idOf('rsp', 1),
  result: { listSetId: 'lst_1', found } as unknown as RescreeningPartResult,
} as unknown as ScreenedPart;
const news = { key: '0 0' };

describe('the statements about monitored subjects, among many', () => {
  let many: TestContext;

  beforeAll(async () => {
    many = await openTestContext();
    const id = (prefix: string) => `'${prefix}_' || lpad(n::text, 26, '0')`;
    const { database } = many;
    await database.query(
      `INSERT INTO monitored_subjects (id, organization_id, external_id, subject, subject_fingerprint, submitted_with,
                                       ended_revision, end_reason, ended_at)
       SELECT ${id('sub')}, 'org_' || n % 50, 'customer-' || n, CASE WHEN n % 10 > 0 THEN '\\x01'::bytea END, sha256(n::text::bytea), 'key',
              CASE WHEN n % 10 = 0 THEN 90000 END, CASE WHEN n % 10 = 0 THEN 'requested' END, CASE WHEN n % 10 = 0 THEN now() END
       FROM generate_series(1, 20000) AS n`,
    );
    await database.query(
      `INSERT INTO list_publications (id, list, sha256, parser_version, origin, state, counts, fetched_at, checked_at)
       VALUES ('pub_1', 'us-ofac-sdn', '', '', 'directory', 'active', '{}', now(), now())`,
    );
    await database.query(
      `INSERT INTO list_entries (publication_id, entry_id, entry_type, name, fingerprint)
       SELECT 'pub_1', n, 'person', '', sha256(n::text::bytea) FROM generate_series(1, 10000) AS n`,
    );
    await database.query(`INSERT INTO list_sets (id, content) VALUES ('lst_1', 'pub_1')`);
    await database.query(`INSERT INTO list_set_publications VALUES ('lst_1', 'us-ofac-sdn', 'pub_1')`);
    await database.query(`INSERT INTO monitored_lists VALUES ('us-ofac-sdn', 'pub_1')`);
    await database.query(
      `INSERT INTO screenings (id, organization_id, job_id, external_id, state, subject, threshold, monitored_subject_id)
       SELECT ${id('scr')}, 'org_' || n % 50, 'job', 'customer-' || n, 'pending', '\\x01', 0.8, ${id('sub')}
       FROM generate_series(1, 20000) AS n`,
    );
    await database.query(
      `INSERT INTO screening_hits (id, screening_id, organization_id, position, list, entry_id, score, evidence, state)
       SELECT ${id('hit')}, ${id('scr')}, 'org_' || n % 50, 0, 'us-ofac-sdn', n % 1000, 0.9, '\\x01',
              CASE WHEN n % 20 = 7 THEN 'pending_review' ELSE 'dismissed' END
       FROM generate_series(1, 20000) AS n`,
    );
    await database.query(
      `INSERT INTO rescreenings (id, organization_id, kind, trigger, list, to_publication_id, job_id, state, finished_at)
       SELECT ${id('rsc')}, 'org_' || n % 50, 'delta', 'activation', 'us-ofac-sdn', 'pub_1', 'job', 'cancelled', now()
       FROM generate_series(1, 20000) AS n`,
    );
    await database.query(
      'VACUUM ANALYZE monitored_subjects, list_entries, screenings, screening_hits, rescreenings, list_publications',
    );
  }, 60_000);

  afterAll(() => many.close());

  const planOf = async ({ sql, parameters }: Statement) => {
    const lines = await many.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, parameters);
    return lines.map((line) => line['QUERY PLAN']).join('\n');
  };

  const hitsOn = ({ tx }: Statements) =>
    new RescreeningHits(coverage, { record: async () => [] } as unknown as ScreeningJobSubject).store(tx, [
      screenedPart,
    ]);
  const subjectsOn = ({ database }: Statements) => new MonitoredSubjects(database, encryption, blindIndex);
  const somebody = (tx: Transaction, on: Statements) =>
    subjectsOn(on).begin(tx, organizationId, [
      {
        externalId: 'customer-7',
        subject: { name: 'A', alternativeNames: [], countries: [], identifications: [], addresses: [] },
        threshold: null,
        submitter: { apiKeyId: 'key', actor: null },
      },
    ]);

  it.each<[string, (on: Statements) => Promise<unknown>]>([
    ['cutting a run into parts', ({ database }) => new RescreeningRuns(database).cut(run, '100000', 2_000)],
    ['reading the subjects of a part', ({ database }) => new RescreeningRuns(database).subjectsOf(part, null, 500)],
    ['asking whether another run comes first', ({ database }) => new RescreeningRuns(database).isBehindAnother(run.id)],
    ['finding who monitors anybody', ({ tx }) => coverage.follow(tx, 'us-ofac-sdn', 'pub_2')],
    ['letting hits lapse', ({ database }) => new LapsedHits(database, events).lapse(run, new AbortController().signal)],
    ['telling what is news', hitsOn],
    ['seeing who was late', ({ tx }) => coverage.followLate(tx, [idOf('scr', 7) as ScreeningId])],
    ['beginning to monitor', (on) => somebody(on.tx, on)],
    ['listing the monitored', (on) => subjectsOn(on).list(organizationId, { limit: 25 })],
    [
      'finding one by the external id',
      (on) => subjectsOn(on).list(organizationId, { limit: 25, externalId: 'customer-7' }),
    ],
  ])('%s reads no table whole', async (_, work) => {
    const statements = new Statements((sql) => (/SELECT hit\.key/.test(sql) ? [news] : []));
    await work(statements);
    expect(statements.seen.length).toBeGreaterThan(0);
    const plans = (await Promise.all(statements.seen.map(planOf))).join('\n');
    expect(plans).toMatch(/Index (Only )?Scan/);
    expect(plans).not.toMatch(/Seq Scan on (monitored_subjects|screening(s|_hits)|list_entries|rescreenings)/);
  });
});
