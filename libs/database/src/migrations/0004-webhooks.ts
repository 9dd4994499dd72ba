import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Endpoints, events, deliveries and their attempts: tables of `webhooks`. */
export class Webhooks1763600000004 implements MigrationInterface {
  readonly name = 'Webhooks1763600000004';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE webhook_endpoints (
        id                    text COLLATE "C" PRIMARY KEY,
        organization_id       text COLLATE "C" NOT NULL REFERENCES organizations (id),
        url                   text NOT NULL,
        description           text,
        event_types           text[] NOT NULL,
        secret                bytea NOT NULL,
        previous_secret       bytea,
        previous_secret_until timestamptz,
        failing_since         timestamptz,
        disabled_at           timestamptz,
        disabled_reason       text,
        event_sequence        integer NOT NULL DEFAULT 0,
        created_at            timestamptz NOT NULL DEFAULT now(),
        updated_at            timestamptz NOT NULL DEFAULT now(),
        deleted_at            timestamptz
      )`);
    await query.query(
      `CREATE INDEX webhook_endpoints_live ON webhook_endpoints (organization_id, id) WHERE deleted_at IS NULL`,
    );
    await query.query(`
      CREATE TABLE events (
        id              text COLLATE "C" PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        type            text COLLATE "C" NOT NULL,
        object_id       text COLLATE "C" NOT NULL,
        sequence        integer NOT NULL,
        body            text NOT NULL,
        occurred_at     timestamptz NOT NULL
      )`);
    await query.query(`CREATE INDEX events_by_organization ON events (organization_id, id)`);
    await query.query(`CREATE INDEX events_by_object ON events (object_id, sequence)`);
    await query.query(`
      CREATE TABLE webhook_deliveries (
        id              text COLLATE "C" PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        event_id        text COLLATE "C" NOT NULL REFERENCES events (id),
        endpoint_id     text COLLATE "C" NOT NULL,
        job_id          text COLLATE "C" NOT NULL,
        state           text COLLATE "C" NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'cancelled')),
        attempts        integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz,
        created_at      timestamptz NOT NULL DEFAULT now(),
        settled_at      timestamptz
      )`);
    await query.query(`CREATE INDEX webhook_deliveries_by_organization ON webhook_deliveries (organization_id, id)`);
    await query.query(`CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (event_id)`);
    await query.query(`
      CREATE TABLE webhook_attempts (
        delivery_id      text COLLATE "C" NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
        number           integer NOT NULL,
        attempted_at     timestamptz NOT NULL,
        duration_ms      integer,
        status           smallint,
        error_code       text,
        response_excerpt bytea,
        PRIMARY KEY (delivery_id, number)
      )`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP TABLE webhook_attempts, webhook_deliveries, events, webhook_endpoints`);
  }
}
