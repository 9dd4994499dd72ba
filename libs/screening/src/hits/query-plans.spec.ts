import { FieldEncryption } from '@bonafide/encryption';
import { type OrganizationId, organizationIds } from '@bonafide/identifiers';
import { openTestContext, type Statement, Statements, type TestContext } from '@bonafide/testing';

import { BacktestScreenings } from '../backtests/backtest-screenings.repository';
import { type ScreeningId, screeningHitIds } from '../screening-ids';
import { ScreeningListeners } from '../screenings/screening-listeners.service';
import { ScreeningSettingsHistory } from '../settings/screening-settings.service';
import { Dispositions } from './dispositions.service';
import { Hits } from './hits.service';
import { ReviewProgress } from './review-progress.service';
import { Suppressions } from './suppressions.service';

const organizationId = organizationIds.create();
/** Has four hundred of the hits below, all in one band. */
const oneOfMany = 'org_7' as OrganizationId;
const hitIds = Array.from({ length: 100 }, () => screeningHitIds.create());
const encryption = Object.create(FieldEncryption.prototype) as FieldEncryption;
const found = hitIds.map((id) => ({
  screeningId: id.replace('hit', 'scr') as ScreeningId,
  list: 'us-ofac-sdn',
  entryId: '1',
  entryFingerprint: Buffer.alloc(32),
}));
const person = { actor: 'ana', apiKeyId: 'key_1' };
const decision = {
  ...person,
  decision: 'dismiss',
  reasonCode: 'name-differs',
  comment: null,
  suppressUntil: null,
} as const;
const dispositionsOn = ({ database }: Statements) =>
  new Dispositions(
    encryption,
    new ScreeningSettingsHistory(database, encryption),
    new Suppressions(database, encryption),
    new ReviewProgress(
      { publish: async () => [] } as unknown as ConstructorParameters<typeof ReviewProgress>[0],
      new ScreeningListeners(),
    ),
  );

describe('the statements about hits, among many', () => {
  let many: TestContext;

  beforeAll(async () => {
    many = await openTestContext();
    const id = (prefix: string) => `'${prefix}_' || lpad(n::text, 26, '0')`;
    await many.database.query(
      `INSERT INTO screenings (id, organization_id, job_id, external_id, state, subject, subject_fingerprint, threshold)
       SELECT ${id('scr')}, 'org_' || n % 50, 'job', 'applicant-' || n, 'pending', '\\x01', sha256(n::text::bytea), 0.8
       FROM generate_series(1, 20000) AS n`,
    );
    await many.database.query(
      `INSERT INTO screening_hits (id, screening_id, organization_id, position, list, entry_id, score, evidence, state)
       SELECT ${id('hit')}, ${id('scr')}, 'org_' || n % 50, 0, 'us-ofac-sdn', n % 1000, 0.9, '\\x01',
              CASE WHEN n % 20 = 0 THEN 'pending_review' WHEN n % 500 = 1 THEN 'confirmed' ELSE 'dismissed' END
       FROM generate_series(1, 20000) AS n`,
    );
    await many.database.query(
      `INSERT INTO screening_hit_dispositions (id, hit_id, organization_id, actor, api_key_id, decision, reason_code,
                                               from_state, to_state)
       SELECT ${id('dsp')}, ${id('hit')}, 'org_' || n % 50, 'ana', 'key', 'dismiss', 'name-differs', 'pending_review', 'dismissed'
       FROM generate_series(1, 20000) AS n`,
    );
    await many.database.query(
      `INSERT INTO screening_suppressions (id, organization_id, external_id, subject_fingerprint, list, entry_id,
                                           entry_fingerprint, hit_id, disposition_id)
       SELECT ${id('sup')}, 'org_' || n % 50, 'applicant-' || n, sha256(n::text::bytea), 'us-ofac-sdn', n % 1000,
              sha256(n::text::bytea), ${id('hit')}, ${id('dsp')}
       FROM generate_series(1, 20000) AS n`,
    );
    await many.database.query(
      'VACUUM ANALYZE screenings, screening_hits, screening_hit_dispositions, screening_suppressions',
    );
  }, 60_000);

  afterAll(() => many.close());

  const planOf = async ({ sql, parameters }: Statement) => {
    const lines = await many.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, parameters);
    return lines.map((line) => line['QUERY PLAN']).join('\n');
  };

  it.each<[string, (on: Statements) => Promise<unknown>]>([
    [
      'what suppresses the hits of one screening',
      ({ tx, database }) => new Suppressions(database, encryption).suppressing(tx, found.slice(0, 1)),
    ],
    ['what suppresses many hits', ({ tx, database }) => new Suppressions(database, encryption).suppressing(tx, found)],
    [
      'beginning to suppress',
      ({ tx, database }) =>
        new Suppressions(database, encryption).begin(tx, [
          { hitId: hitIds[0]!, dispositionId: 'dsp_1', expiresAt: null },
        ]),
    ],
    [
      'the end of suppressions',
      ({ tx, database }) => new Suppressions(database, encryption).endFor(tx, hitIds.slice(0, 1), person),
    ],
    [
      'a decision',
      (on) => dispositionsOn(on).decide(on.tx, organizationId, hitIds.slice(0, 1), decision, 'interactive'),
    ],
    ['a decision about many', (on) => dispositionsOn(on).decide(on.tx, organizationId, hitIds, decision, 'bulk')],
    ['reading a hit', ({ database }) => new Hits(database, encryption).find(organizationId, hitIds[0]!)],
    ['listing hits', ({ database }) => new Hits(database, encryption).list(organizationId, { limit: 25 })],
    [
      "an analyst's queue",
      ({ database }) => new Hits(database, encryption).list(organizationId, { state: 'pending_review', limit: 25 }),
    ],
    [
      "one customer's hits",
      ({ database }) => new Hits(database, encryption).list(organizationId, { externalId: 'applicant-7', limit: 25 }),
    ],
    [
      'the hits of a band',
      ({ database }) => new Hits(database, encryption).list(organizationId, { band: 'strong', limit: 25 }),
    ],
    [
      'the hits of a band in a queue',
      ({ database }) =>
        new Hits(database, encryption).list(organizationId, { band: 'weak', state: 'pending_review', limit: 25 }),
    ],
    [
      'what was decided about hits that a backtest would lose',
      async ({ database }) => {
        await new BacktestScreenings(database, encryption).decisionsOn(found);
      },
    ],
    [
      'the last screenings, for a backtest',
      ({ database }) => new BacktestScreenings(database, encryption).lastBefore(organizationId, 'tbt_1', 1_000).next(),
    ],
  ])('%s reads no table whole', async (_, run) => {
    const statements = new Statements();
    await run(statements);
    expect(statements.seen.length).toBeGreaterThan(0);
    const plans = (await Promise.all(statements.seen.map(planOf))).join('\n');
    expect(plans).toMatch(/Index (Only )?Scan/);
    expect(plans).not.toMatch(/Seq Scan on screen(ings|ing_hits|ing_hit_dispositions|ing_suppressions)/);
  });

  it('the hits of a band that few are in are found by their scores', async () => {
    const statements = new Statements();
    await new Hits(statements.database, encryption).list(oneOfMany, { band: 'weak', limit: 25 });
    const [plan] = await Promise.all(statements.seen.map(planOf));
    expect(plan).toMatch(/Index Cond: .*score >= .*score < /);
  });
});
