import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Data encryption keys, each wrapped by a master key: the table of `encryption`. */
export class DataKeys1763600000002 implements MigrationInterface {
  readonly name = 'DataKeys1763600000002';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE data_keys (
        id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        owner         text COLLATE "C" NOT NULL,
        version       integer NOT NULL,
        wrapped       bytea NOT NULL,
        master_key_id text NOT NULL,
        created_at    timestamptz NOT NULL DEFAULT now(),
        UNIQUE (owner, version)
      )`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP TABLE data_keys`);
  }
}
