import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every call to a vendor, written before it is made: the table of `identity-vendors`. */
export class VendorCalls1763600000014 implements MigrationInterface {
  readonly name = 'VendorCalls1763600000014';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE vendor_calls (
        id               text COLLATE "C" PRIMARY KEY,
        organization_id  text COLLATE "C" NOT NULL,
        subject_id       text COLLATE "C" NOT NULL,
        reference        text COLLATE "C" NOT NULL,
        stage            text COLLATE "C" NOT NULL
          CHECK (stage IN ('identity', 'residential_address', 'government_id', 'id_document')),
        vendor           text COLLATE "C" NOT NULL,
        operation        text COLLATE "C" NOT NULL CHECK (operation IN ('ask', 'read', 'feedback')),
        purpose          text COLLATE "C" NOT NULL CHECK (purpose ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
        attempt          integer NOT NULL,
        state            text COLLATE "C" NOT NULL DEFAULT 'sent' CHECK (state IN ('sent', 'answered', 'failed')),
        cost_micros      bigint NOT NULL CHECK (cost_micros >= 0),
        sent_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        answered_at      timestamptz,
        latency_ms       integer,
        http_status      smallint,
        error_class      text COLLATE "C" CHECK (error_class IN
          ('rejected_request', 'unauthorized', 'contract', 'throttled', 'unavailable', 'timeout')),
        outcome          text COLLATE "C" CHECK (outcome IN
          ('approved', 'declined', 'needs_review', 'requires_input', 'pending', 'unknown')),
        vendor_reference text COLLATE "C",
        reading          jsonb,
        answer           bytea,
        answer_sha256    bytea,
        -- A call that nobody came back from stays as it was sent.
        CHECK ((state = 'sent') = (answered_at IS NULL)),
        CHECK ((state = 'failed') = (error_class IS NOT NULL)),
        -- Only who has answered has said anything.
        CHECK (outcome IS NULL OR state = 'answered'),
        CHECK ((state = 'answered' AND operation <> 'feedback') = (outcome IS NOT NULL)),
        CHECK ((outcome IS NULL) = (reading IS NULL)),
        -- The answer itself is erased with whom it is about; what it hashed to stays.
        CHECK (answer IS NULL OR answer_sha256 IS NOT NULL),
        CHECK (outcome IS NULL OR answer_sha256 IS NOT NULL)
      )`);
    await query.query(`CREATE INDEX vendor_calls_by_reference ON vendor_calls (organization_id, reference, id)`);
    await query.query(`CREATE INDEX vendor_calls_by_subject ON vendor_calls (organization_id, subject_id, id)`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP TABLE vendor_calls`);
  }
}
