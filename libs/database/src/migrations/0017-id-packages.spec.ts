import { createTestDatabase, type TestDatabase } from '@bonafide/testing';

import { migrate } from '../migrate.service';
import { IdPackages1763600000017 } from './0017-id-packages';
import { takeBack } from './take-back';

const customer = `INSERT INTO customers (id, organization_id, type, name, sort_name, search_names, record, status,
                                         sanctions_state, created_at)
  VALUES ('cus_1', 'org_1', 'individual', 'a', 'a', 'a', '', 2, 'pending', now())`;
const insert = (id: string, columns = '', values = ''): string =>
  `INSERT INTO id_packages (id, organization_id, customer_id, party_id, document, front_image_id, state, created_with${columns})
   VALUES ('${id}', 'org_1', 'cus_1', 'cus_1', '', 'img_1', 'processing', 'key_1'${values})`;
const image = (bytes: number, columns = '', values = ''): string =>
  `INSERT INTO id_package_images (id, organization_id, customer_id, media_type, bytes, width, height, content,
                                  uploaded_with${columns})
   VALUES ('img_1', 'org_1', 'cus_1', 'image/png', ${bytes}, 640, 400, 'sealed', 'key_1'${values})`;

describe('the migration to identity packages', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
    await database.query(customer);
  }, 60_000);

  afterEach(() => database.drop());

  it('can be taken back and made again', async () => {
    await database.query(insert('idp_1'));
    await takeBack(database.url, IdPackages1763600000017);
    expect(await database.query(`SELECT 1 FROM pg_class WHERE relname LIKE 'id_package%'`)).toEqual([]);
    expect(await database.query(`SELECT 1 FROM pg_proc WHERE proname = 'keep_settled_id_package'`)).toEqual([]);
    await migrate({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 2 });
    await database.query(insert('idp_1'));
  }, 60_000);

  it('lets nothing pass of which neither a vendor nor a person has said so', async () => {
    await database.query(insert('idp_1'));
    const pass = `UPDATE id_packages SET state = 'passed', settled_at = now()`;
    await expect(database.query(pass)).rejects.toThrow('id_packages_passed_check');
    await database.query(`${pass}, call_id = 'vcl_1'`);
    await database.query(insert('idp_2'));
    await database.query(
      `${pass}, decided_by = 'ana', decided_at = now(), decision_reason = 'sealed' WHERE id = 'idp_2'`,
    );
  }, 60_000);

  it.each(['passed', 'declined', 'failed', 'expired', 'canceled'])(
    'lets nothing lead out of %s',
    async (state) => {
      await database.query(insert('idp_1', ', call_id', `, 'vcl_1'`));
      await database.query(`UPDATE id_packages SET state = '${state}', settled_at = now()`);
      for (const to of ['processing', 'needs_review', 'passed', 'declined']) {
        if (to === state) continue;
        await expect(database.query(`UPDATE id_packages SET state = '${to}'`)).rejects.toThrow('does not move');
      }
    },
    60_000,
  );

  it('lets a package be replaced once', async () => {
    await database.query(insert('idp_1'));
    await database.query(insert('idp_2', ', replaces', `, 'idp_1'`));
    await expect(database.query(insert('idp_3', ', replaces', `, 'idp_1'`))).rejects.toThrow('unique constraint');
  }, 60_000);

  it.each([99, 5_242_881])(
    'takes no image of %d bytes',
    async (bytes) => {
      await expect(database.query(image(bytes))).rejects.toThrow('check constraint');
    },
    60_000,
  );

  it('erases packages and images with their customer', async () => {
    await database.query(insert('idp_1'));
    await database.query(insert('idp_2', ', replaces', `, 'idp_1'`));
    await database.query(image(500, ', package_id', `, 'idp_2'`));
    await database.query('DELETE FROM customers');
    expect(await database.query('SELECT id FROM id_packages UNION SELECT id FROM id_package_images')).toEqual([]);
  }, 60_000);
});
