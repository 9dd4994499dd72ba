import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What else is kept of customers, and for how long: tables of `customers`. */
export class CustomerKeeping1763600000018 implements MigrationInterface {
  readonly name = 'CustomerKeeping1763600000018';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE customer_national_ids (
        customer_id     text COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        organization_id text COLLATE "C" NOT NULL,
        type            text COLLATE "C" NOT NULL CHECK (type IN ('curp', 'rfc', 'clave_de_elector')),
        number          bytea NOT NULL,
        number_index    bytea NOT NULL,
        PRIMARY KEY (customer_id, type)
      )`);
    await query.query(`
      CREATE TABLE block_list_entries (
        id              text COLLATE "C" PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        kind            text COLLATE "C" NOT NULL,
        value_index     bytea NOT NULL,
        outcome         text COLLATE "C" NOT NULL CHECK (outcome IN ('needs_review', 'declined')),
        reason          bytea NOT NULL,
        actor           text NOT NULL,
        api_key_id      text COLLATE "C" NOT NULL,
        created_at      timestamptz NOT NULL DEFAULT now(),
        updated_at      timestamptz NOT NULL DEFAULT now(),
        UNIQUE (organization_id, kind, value_index)
      )`);
    await query.query(`CREATE INDEX block_list_entries_by_organization ON block_list_entries (organization_id, id)`);
    // Beside the hold itself, so that an index and a trigger can go by it.
    await query.query(`ALTER TABLE customers ADD COLUMN legal_hold_since timestamptz`);
    await query.query(`
      CREATE TABLE customer_legal_holds (
        id              text COLLATE "C" PRIMARY KEY,
        customer_id     text COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        organization_id text COLLATE "C" NOT NULL,
        actor           text NOT NULL,
        api_key_id      text COLLATE "C" NOT NULL,
        reason          bytea NOT NULL,
        held_at         timestamptz NOT NULL DEFAULT now(),
        ended_at        timestamptz,
        ended_by        text,
        ended_with      text COLLATE "C",
        end_reason      bytea,
        CHECK (num_nulls(ended_at, ended_by, ended_with, end_reason) IN (0, 4))
      )`);
    await query.query(`CREATE INDEX customer_legal_holds_by_customer ON customer_legal_holds (customer_id, id)`);
    await query.query(
      `CREATE UNIQUE INDEX customer_legal_holds_open ON customer_legal_holds (customer_id) WHERE ended_at IS NULL`,
    );
    await query.query(
      `CREATE INDEX customers_to_erase ON customers (deleted_at, id)
       WHERE deleted_at IS NOT NULL AND legal_hold_since IS NULL`,
    );
    await query.query(`
      CREATE TABLE erased_customers (
        id              text COLLATE "C" PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        type            text COLLATE "C" NOT NULL,
        sequence        integer NOT NULL,
        screening_ids   text[] NOT NULL,
        created_at      timestamptz NOT NULL,
        deleted_at      timestamptz NOT NULL,
        erased_at       timestamptz NOT NULL DEFAULT now()
      )`);
    // Whatever a program may do: what a court wants is not deleted.
    await query.query(`
      CREATE FUNCTION keep_held_customer() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'A customer under a legal hold is not erased.' USING ERRCODE = 'check_violation';
      END $$`);
    await query.query(`
      CREATE TRIGGER customers_stay_held BEFORE DELETE ON customers
      FOR EACH ROW WHEN (OLD.legal_hold_since IS NOT NULL) EXECUTE FUNCTION keep_held_customer()`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP TRIGGER customers_stay_held ON customers`);
    await query.query(`DROP FUNCTION keep_held_customer()`);
    await query.query(`DROP INDEX customers_to_erase`);
    await query.query(`ALTER TABLE customers DROP COLUMN legal_hold_since`);
    await query.query(`DROP TABLE customer_legal_holds, erased_customers, block_list_entries, customer_national_ids`);
  }
}
