import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger of all work: tables of `job-runtime`. */
export class Jobs1763600000003 implements MigrationInterface {
  readonly name = 'Jobs1763600000003';

  async up(query: QueryRunner): Promise<void> {
    // No foreign key to organizations: every insert would lock the organization's row, and thousands a second do.
    await query.query(`
      CREATE TABLE jobs (
        id                  text COLLATE "C" PRIMARY KEY,
        organization_id     text COLLATE "C" NOT NULL,
        type                text COLLATE "C" NOT NULL,
        lane                smallint NOT NULL CHECK (lane IN (0, 1)),
        state               text COLLATE "C" NOT NULL CHECK (
          state IN ('accepted', 'queued', 'running', 'waiting', 'completed', 'failed', 'cancelled')),
        subject_id          text COLLATE "C",
        payload             bytea,
        run_at              timestamptz NOT NULL,
        dispatch_seq        integer NOT NULL DEFAULT 0,
        attempt             integer NOT NULL DEFAULT 0,
        failed_attempts     integer NOT NULL DEFAULT 0,
        lease_until         timestamptz,
        cancel_requested_at timestamptz,
        error_code          text,
        error_message       text,
        traceparent         text,
        created_at          timestamptz NOT NULL DEFAULT now(),
        queued_at           timestamptz,
        started_at          timestamptz,
        settled_at          timestamptz
      )`);
    await query.query(
      `CREATE INDEX jobs_due ON jobs (type, lane, organization_id, run_at, id) WHERE state IN ('accepted', 'waiting')`,
    );
    await query.query(
      `CREATE INDEX jobs_in_flight ON jobs (type, organization_id) WHERE state IN ('queued', 'running')`,
    );
    await query.query(`CREATE INDEX jobs_by_organization ON jobs (organization_id, id)`);
    await query.query(`
      CREATE TABLE job_attempts (
        job_id     text COLLATE "C" NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        attempt    integer NOT NULL,
        outcome    text NOT NULL,
        error_code text,
        started_at timestamptz,
        ended_at   timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (job_id, attempt)
      )`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP TABLE job_attempts, jobs`);
  }
}
