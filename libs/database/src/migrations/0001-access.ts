import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Organizations, API keys, idempotency keys, rate limits and the audit trail: tables of `access`. */
export class Access1763600000001 implements MigrationInterface {
  readonly name = 'Access1763600000001';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE organizations (
        id                    text COLLATE "C" PRIMARY KEY,
        name                  text NOT NULL,
        rate_limit_per_minute integer CHECK (rate_limit_per_minute > 0),
        created_at            timestamptz NOT NULL DEFAULT now()
      )`);
    await query.query(`
      CREATE TABLE api_keys (
        id              text COLLATE "C" PRIMARY KEY,
        organization_id text COLLATE "C" REFERENCES organizations (id),
        name            text NOT NULL,
        public_part     text COLLATE "C" NOT NULL UNIQUE,
        secret_hmac     bytea NOT NULL,
        scopes          text[] NOT NULL,
        created_at      timestamptz NOT NULL DEFAULT now(),
        expires_at      timestamptz,
        revoked_at      timestamptz,
        last_used_at    timestamptz
      )`);
    await query.query(`CREATE INDEX api_keys_by_organization ON api_keys (organization_id, id)`);
    await query.query(`
      CREATE TABLE idempotency_keys (
        owner       text COLLATE "C" NOT NULL,
        operation   text COLLATE "C" NOT NULL,
        key         text COLLATE "C" NOT NULL,
        fingerprint bytea NOT NULL,
        status      smallint NOT NULL,
        location    text,
        body        bytea,
        created_at  timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (owner, operation, key)
      )`);
    await query.query(`CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at)`);
    await query.query(`
      CREATE TABLE rate_limit_windows (
        owner         text COLLATE "C" PRIMARY KEY,
        window_number bigint NOT NULL,
        used          integer NOT NULL
      )`);
    await query.query(`
      CREATE TABLE audit_log (
        id              text COLLATE "C" PRIMARY KEY,
        organization_id text COLLATE "C",
        actor           text NOT NULL,
        action          text NOT NULL,
        subject_id      text,
        request_id      text,
        occurred_at     timestamptz NOT NULL DEFAULT now()
      )`);
    await query.query(`CREATE INDEX audit_log_by_organization ON audit_log (organization_id, id)`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP TABLE audit_log, rate_limit_windows, idempotency_keys, api_keys, organizations`);
  }
}
