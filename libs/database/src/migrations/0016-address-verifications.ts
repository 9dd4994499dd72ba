import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What vendors say of customers' addresses, and what was sent to them: tables of `customers`. */
export class AddressVerifications1763600000016 implements MigrationInterface {
  readonly name = 'AddressVerifications1763600000016';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE address_verifications (
        id              text COLLATE "C" PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        customer_id     text COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        -- Not a reference: what was said of an address that was removed stays with the customer.
        address_id      text COLLATE "C" NOT NULL,
        job_id          text COLLATE "C" NOT NULL,
        vendor          text COLLATE "C" NOT NULL,
        cause           text COLLATE "C" NOT NULL CHECK (cause IN ('created', 'edited', 'requested', 'recheck')),
        state           text COLLATE "C" NOT NULL
          CHECK (state IN ('pending', 'verified', 'corrected', 'undeliverable', 'unverified', 'error', 'cancelled', 'void')),
        is_current      boolean NOT NULL DEFAULT false,
        address         bytea NOT NULL,
        correction      bytea,
        reasons         text[] NOT NULL DEFAULT '{}',
        vendor_codes    text[] NOT NULL DEFAULT '{}',
        error_code      text COLLATE "C",
        requested_by    text,
        requested_with  text COLLATE "C",
        created_at      timestamptz NOT NULL DEFAULT now(),
        settled_at      timestamptz,
        CHECK ((state = 'pending') = (settled_at IS NULL)),
        CHECK ((state = 'corrected') = (correction IS NOT NULL)),
        CHECK (state <> 'error' OR error_code IS NOT NULL),
        -- Nothing but an answer, or that there was none, says how an address stands.
        CONSTRAINT address_verifications_current_check
          CHECK (NOT is_current OR state IN ('verified', 'corrected', 'undeliverable', 'unverified', 'error'))
      )`);
    await query.query(
      `CREATE INDEX address_verifications_by_customer ON address_verifications (customer_id, address_id, id)`,
    );
    await query.query(`
      CREATE UNIQUE INDEX address_verifications_pending ON address_verifications (address_id) WHERE state = 'pending'`);
    await query.query(
      `CREATE UNIQUE INDEX address_verifications_current ON address_verifications (address_id) WHERE is_current`,
    );
    await query.query(
      `CREATE INDEX address_verifications_by_age ON address_verifications (settled_at) WHERE is_current`,
    );
    await query.query(`
      CREATE TABLE address_lookups (
        id              text COLLATE "C" PRIMARY KEY,
        call_id         text COLLATE "C" NOT NULL,
        verification_id text COLLATE "C" NOT NULL REFERENCES address_verifications (id) ON DELETE CASCADE,
        organization_id text COLLATE "C" NOT NULL,
        vendor          text COLLATE "C" NOT NULL,
        state           text COLLATE "C" NOT NULL CHECK (state IN ('sent', 'answered', 'failed')),
        cost_micros     integer NOT NULL,
        sent_at         timestamptz NOT NULL DEFAULT now(),
        ended_at        timestamptz,
        latency_ms      integer,
        http_status     smallint,
        error_class     text COLLATE "C",
        answer          bytea,
        CHECK ((state = 'sent') = (ended_at IS NULL)),
        CHECK ((state = 'answered') = (answer IS NOT NULL)),
        CHECK ((state = 'failed') = (error_class IS NOT NULL))
      )`);
    await query.query(`CREATE INDEX address_lookups_by_verification ON address_lookups (verification_id, id)`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP TABLE address_lookups, address_verifications`);
  }
}
