import { Database } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { organizationIds } from '@bonafide/identifiers';
import { JobRuntimeModule } from '@bonafide/job-runtime';
import { openTestContext, type Statement, Statements, type TestContext } from '@bonafide/testing';

import { CustomersModule } from '../customers.module';
import { BlockList, outcomeOfMatches } from './block-list.service';
import type { BlockedValue } from './blocked-value';

const acme = organizationIds.create();
const rival = organizationIds.create();
const grounds = { outcome: 'needs_review', reason: 'Seen before.', actor: 'ana', apiKeyId: 'key_1' } as const;
const wallet = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

describe('a block list', () => {
  let test: TestContext;
  let database: Database;
  let blockList: BlockList;

  beforeAll(async () => {
    test = await openTestContext(JobRuntimeModule, CustomersModule);
    database = test.context.get(Database);
    blockList = test.context.get(BlockList);
    for (const organization of [acme, rival]) await test.context.get(FieldEncryption).prepare(organization);
  }, 60_000);

  afterAll(() => test.close());

  const add = (blocked: BlockedValue, outcome: 'needs_review' | 'declined' = 'needs_review', organization = acme) =>
    database.transaction((tx) => blockList.add(tx, organization, blocked, { ...grounds, outcome }));

  it('finds whatever of an applicant is on it, however it is written, and nothing else', async () => {
    await add({ kind: 'email', value: 'ana.blocked@gmail.com' });
    await add({ kind: 'phone', value: '+12175550111' }, 'declined');
    await add({ kind: 'tax_id', value: '219-09-9999' });
    await add({ kind: 'ip', value: '192.0.2.77' });
    await add({ kind: 'crypto_address', value: wallet, currency: 'ETH' });
    const matched = await blockList.matches(database, acme, {
      emails: ['AnaBlocked+1@googlemail.com', 'somebody@example.com'],
      phones: ['+12175550111', '+12175550112'],
      taxIds: [{ type: 'itin', number: '219 09 9999', country: 'US' }],
      ips: ['::ffff:192.0.2.77'],
      cryptoAddresses: [{ currency: 'USDT', address: wallet.toLowerCase() }],
    });
    expect(matched.map(({ kind }) => kind).sort()).toEqual(['crypto_address', 'email', 'ip', 'phone', 'tax_id']);
    expect(matched.find(({ kind }) => kind === 'phone')).toMatchObject({ outcome: 'declined' });
    expect(outcomeOfMatches(matched)).toBe('declined');
    expect(outcomeOfMatches(matched.filter(({ kind }) => kind !== 'phone'))).toBe('needs_review');
    const others = { emails: ['ana@example.com'], phones: ['+12175550112'], ips: ['192.0.2.78', 'nonsense'] };
    expect(await blockList.matches(database, acme, others)).toEqual([]);
    expect(outcomeOfMatches([])).toBeNull();
    expect(await blockList.matches(database, acme, {})).toEqual([]);
  });

  it('is of one organization and no other', async () => {
    await add({ kind: 'ip', value: '198.51.100.7' });
    expect(await blockList.matches(database, rival, { ips: ['198.51.100.7'] })).toEqual([]);
    expect(await add({ kind: 'ip', value: '198.51.100.7' }, 'declined', rival)).toHaveProperty('entry');
  });

  it('has a value of each kind once, and keeps neither it nor the reason in the clear', async () => {
    const first = await add({ kind: 'email', value: 'once@example.com' });
    if (!('entry' in first)) throw new Error('It was not added.');
    expect(await add({ kind: 'email', value: ' Once@Example.com' })).toEqual({ known: first.entry.id });
    const [row] = await test.database.query<{ row: string }>(
      'SELECT row_to_json(entry)::text AS row FROM block_list_entries AS entry WHERE id = $1',
      [first.entry.id],
    );
    const hex = (text: string) => Buffer.from(text).toString('hex');
    for (const secret of ['once@example.com', 'Seen before.']) {
      expect(row!.row).not.toContain(secret);
      expect(row!.row).not.toContain(hex(secret));
    }
  });

  it('is asked by its index', async () => {
    const statements = new Statements();
    const asked = new BlockList(
      statements.database,
      test.context.get(FieldEncryption),
      (blockList as unknown as { blindIndex: ConstructorParameters<typeof BlockList>[2] }).blindIndex,
    );
    await asked.matches(statements.tx, acme, { ips: ['192.0.2.1'], emails: ['a@example.com'] });
    await test.database.query(
      `INSERT INTO block_list_entries (id, organization_id, kind, value_index, outcome, reason, actor, api_key_id)
       SELECT 'blk_' || n, $1, 'ip', sha256(n::text::bytea), 'declined', '\\x01', 'ana', 'key_1'
       FROM generate_series(1, 20000) AS n`,
      [acme],
    );
    await test.database.query('VACUUM ANALYZE block_list_entries');
    const [{ sql, parameters }] = statements.seen as [Statement];
    const plan = await test.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, parameters);
    const lines = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(lines).toMatch(/Index (Only )?Scan/);
    expect(lines).not.toContain('Seq Scan on block_list_entries');
  });
});
