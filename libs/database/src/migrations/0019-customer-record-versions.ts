import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a customer's record said before each change: a table of `customers`. */
export class CustomerRecordVersions1763600000019 implements MigrationInterface {
  readonly name = 'CustomerRecordVersions1763600000019';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE customer_record_versions (
        id              text COLLATE "C" PRIMARY KEY,
        customer_id     text COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        organization_id text COLLATE "C" NOT NULL,
        record          bytea NOT NULL,
        replaced_by     text,
        replaced_with   text COLLATE "C" NOT NULL,
        replaced_at     timestamptz NOT NULL DEFAULT now()
      )`);
    await query.query(
      `CREATE INDEX customer_record_versions_by_customer ON customer_record_versions (customer_id, id)`,
    );
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP TABLE customer_record_versions`);
  }
}
