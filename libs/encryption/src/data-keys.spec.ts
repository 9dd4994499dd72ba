import { Database } from '@bonafide/database';
import { organizationIds } from '@bonafide/identifiers';
import { openTestContext, type TestContext } from '@bonafide/testing';

import { DataKeyRepository } from './data-key.repository';
import { FieldEncryption } from './field-encryption.service';

const place = (row: string) => ({ table: 'people', column: 'name', row });

describe('the data keys of an owner', () => {
  let test: TestContext;

  beforeAll(async () => {
    test = await openTestContext();
  }, 60_000);

  afterAll(() => test.close());

  /** A process of its own, which has no keys yet, and how often it has asked the database. */
  function aProcess(isReachable: () => boolean = () => true) {
    const asked = { queries: 0 };
    const database = test.context.get(Database);
    const counting = Object.assign(Object.create(database) as Database, {
      query: async (sql: string, parameters: readonly unknown[]) => {
        if (!isReachable()) throw new Error('The connection has ended.');
        asked.queries += 1;
        return database.query(sql, parameters);
      },
    });
    return { encryption: new FieldEncryption(new DataKeyRepository(counting)), asked };
  }

  /** Values of three months, each under a key of its own. */
  async function sealedOverMonths() {
    const owner = organizationIds.create();
    const sealed: Buffer[] = [];
    for (const text of ['Ada', 'Bo', 'Cy']) {
      await test.database.query(`UPDATE data_keys SET created_at = created_at - interval '31 days' WHERE owner = $1`, [
        owner,
      ]);
      sealed.push(await aProcess().encryption.seal(owner, place(text), Buffer.from(text)));
    }
    expect(new Set(sealed.map((value) => value.readUInt32BE(1))).size).toBe(3);
    const open = async (encryption: FieldEncryption) =>
      Promise.all(
        ['Ada', 'Bo', 'Cy'].map(async (text, index) =>
          (await encryption.open(owner, place(text), sealed[index]!)).toString(),
        ),
      );
    return { owner, open };
  }

  it('are all there when it was prepared: nothing that was sealed before needs the database', async () => {
    const { owner, open } = await sealedOverMonths();
    const { encryption, asked } = aProcess();
    await encryption.prepare(owner);
    const { queries } = asked;
    expect(await open(encryption)).toEqual(['Ada', 'Bo', 'Cy']);
    await encryption.prepare(owner);
    expect(asked.queries).toBe(queries);
  });

  it('are fetched again when they could not be fetched', async () => {
    const { owner, open } = await sealedOverMonths();
    let isReachable = false;
    const { encryption } = aProcess(() => isReachable);
    await expect(encryption.prepare(owner)).rejects.toThrow('The connection has ended.');
    isReachable = true;
    await encryption.prepare(owner);
    isReachable = false;
    expect(await open(encryption)).toEqual(['Ada', 'Bo', 'Cy']);
  });

  it('hinder nobody when one of them was wrapped by a master key that is gone, but whoever needs it', async () => {
    const { owner, open } = await sealedOverMonths();
    await test.database.query(`UPDATE data_keys SET master_key_id = 'gone' WHERE owner = $1 AND version = 1`, [owner]);
    const { encryption } = aProcess();
    await encryption.prepare(owner);
    const sealed = await encryption.seal(owner, place('Di'), Buffer.from('Di'));
    expect((await encryption.open(owner, place('Di'), sealed)).toString()).toBe('Di');
    await expect(open(encryption)).rejects.toThrow('ENCRYPTION_MASTER_KEYS no longer names');
  });

  it('are its own: another owner opens nothing with them', async () => {
    const { owner } = await sealedOverMonths();
    const { encryption } = aProcess();
    const other = organizationIds.create();
    await encryption.prepare(owner);
    await encryption.prepare(other);
    const sealed = await encryption.seal(owner, place('Ed'), Buffer.from('Ed'));
    await expect(encryption.open(other, place('Ed'), sealed)).rejects.toThrow('data key of a sealed value is gone');
  });
});
