import type { MigrationInterface, QueryRunner } from 'typeorm';

const terminal = `('approved', 'declined', 'failed', 'expired', 'canceled')`;

/** Verifications of customers: tables of `verifications`, and what `customers` knows of them. */
export class Verifications1763600000015 implements MigrationInterface {
  readonly name = 'Verifications1763600000015';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`ALTER TABLE customers ADD COLUMN identity_version integer NOT NULL DEFAULT 1`);
    await query.query(`ALTER TABLE customers DROP CONSTRAINT customers_hold_check`);
    await query.query(`
      ALTER TABLE customers ADD CONSTRAINT customers_hold_check
      CHECK (hold IN ('person', 'edit', 'declined', 'in_review'))`);
    await query.query(`
      CREATE TABLE verifications (
        id               text COLLATE "C" PRIMARY KEY,
        organization_id  text COLLATE "C" NOT NULL,
        customer_id      text COLLATE "C" NOT NULL,
        identity_version integer NOT NULL,
        level            text COLLATE "C" NOT NULL CHECK (level IN ('kyc', 'cip')),
        state            text COLLATE "C" NOT NULL
          CHECK (state IN ('created', 'processing', 'requires_input', 'needs_review', 'approved', 'declined', 'failed',
                           'expired', 'canceled')),
        purpose          text COLLATE "C" NOT NULL,
        vendor           text COLLATE "C",
        applicants       bytea NOT NULL,
        ssn_is_unique    boolean,
        reasons          text[] NOT NULL DEFAULT '{}',
        required_input   text COLLATE "C",
        job_id           text COLLATE "C" NOT NULL,
        job_attempt      integer NOT NULL DEFAULT 0,
        noticed_at       timestamptz,
        submitted_by     text,
        submitted_with   text COLLATE "C" NOT NULL,
        decision         text COLLATE "C" CHECK (decision IN ('approve', 'decline')),
        decided_by       text,
        decided_with     text COLLATE "C",
        decision_reason  bytea,
        decided_at       timestamptz,
        feedback         text COLLATE "C" CHECK (feedback IN ('pending', 'sent', 'failed')),
        sequence         integer NOT NULL DEFAULT 1,
        created_at       timestamptz NOT NULL,
        updated_at       timestamptz NOT NULL DEFAULT now(),
        expires_at       timestamptz NOT NULL,
        settled_at       timestamptz,
        CONSTRAINT verifications_end_check CHECK ((state IN ${terminal}) = (settled_at IS NOT NULL)),
        CONSTRAINT verifications_decided_check CHECK (
          num_nulls(decision, decided_by, decided_with, decision_reason, decided_at) IN (0, 5)
          AND (decision IS NULL OR state = CASE decision WHEN 'approve' THEN 'approved' ELSE 'declined' END))
      )`);
    // What a person or a vendor said stands, whatever a program may write later.
    await query.query(`
      CREATE FUNCTION keep_settled_verification() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'A verification that is settled does not move.' USING ERRCODE = 'check_violation';
      END $$`);
    await query.query(`
      CREATE TRIGGER verifications_stay_settled BEFORE UPDATE OF state ON verifications
      FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL AND NEW.state <> OLD.state)
      EXECUTE FUNCTION keep_settled_verification()`);
    await query.query(`CREATE UNIQUE INDEX verifications_open ON verifications (customer_id) WHERE settled_at IS NULL`);
    await query.query(`CREATE INDEX verifications_by_customer ON verifications (customer_id, id)`);
    await query.query(`
      CREATE INDEX verifications_by_expiry ON verifications (expires_at) WHERE state = 'requires_input'`);
    await this.addChecks(query);
    await this.addNotices(query);
  }

  private async addChecks(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE verification_checks (
        id                text COLLATE "C" PRIMARY KEY,
        verification_id   text COLLATE "C" NOT NULL REFERENCES verifications (id) ON DELETE CASCADE,
        organization_id   text COLLATE "C" NOT NULL,
        position          smallint NOT NULL,
        representative_id text COLLATE "C",
        stage             text COLLATE "C" NOT NULL
          CHECK (stage IN ('block_list', 'identity', 'residential_address', 'government_id', 'device')),
        is_required       boolean NOT NULL,
        state             text COLLATE "C" NOT NULL
          CHECK (state IN ('queued', 'running', 'passed', 'failed', 'needs_review', 'error', 'skipped')),
        skip_reason       text COLLATE "C",
        outcome           text COLLATE "C",
        vendor            text COLLATE "C",
        vendor_reference  text COLLATE "C",
        vendor_call_id    text COLLATE "C",
        answer_sha256     text COLLATE "C",
        attributes        jsonb NOT NULL DEFAULT '{}',
        reasons           text[] NOT NULL DEFAULT '{}',
        vendor_codes      text[] NOT NULL DEFAULT '{}',
        required_input    text COLLATE "C",
        answered_at       timestamptz,
        CHECK ((state = 'skipped') = (skip_reason IS NOT NULL)),
        -- A check that a vendor made passed because the vendor said so.
        CONSTRAINT verification_checks_pass_check CHECK (
          state <> 'passed' OR (answered_at IS NOT NULL AND outcome IS NOT DISTINCT FROM 'approved'))
      )`);
    await query.query(`
      CREATE INDEX verification_checks_by_verification ON verification_checks (verification_id, position)`);
    await query.query(`
      CREATE INDEX verification_checks_by_case ON verification_checks (vendor, vendor_reference)
      WHERE vendor_reference IS NOT NULL`);
  }

  /** What vendors have told already, by a hash: they send the same again, and out of order. */
  private async addNotices(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE vendor_notices (
        vendor      text COLLATE "C" NOT NULL,
        fingerprint bytea NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (vendor, fingerprint)
      )`);
    await query.query(`CREATE INDEX vendor_notices_by_age ON vendor_notices (received_at)`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP TABLE vendor_notices, verification_checks, verifications`);
    await query.query(`DROP FUNCTION keep_settled_verification()`);
    await query.query(`ALTER TABLE customers DROP CONSTRAINT customers_hold_check`);
    // The version before knows only that who it is has to be verified again.
    await query.query(`UPDATE customers SET hold = 'edit' WHERE hold IN ('declined', 'in_review')`);
    await query.query(`ALTER TABLE customers ADD CONSTRAINT customers_hold_check CHECK (hold IN ('person', 'edit'))`);
    await query.query(`ALTER TABLE customers DROP COLUMN identity_version`);
  }
}
