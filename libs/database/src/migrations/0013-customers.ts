import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Customers, what belongs to them, and their way on the ladder: tables of `customers`. */
export class Customers1763600000013 implements MigrationInterface {
  readonly name = 'Customers1763600000013';

  async up(query: QueryRunner): Promise<void> {
    // Trusted since Postgres 13: whoever may create in the database may have it. Left in place on the way down.
    await query.query(`CREATE EXTENSION IF NOT EXISTS pg_trgm`);
    await query.query(`
      CREATE TABLE customers (
        id                         text COLLATE "C" PRIMARY KEY,
        organization_id            text COLLATE "C" NOT NULL,
        type                       text COLLATE "C" NOT NULL CHECK (type IN ('individual', 'business')),
        name                       text NOT NULL,
        sort_name                  text COLLATE "C" NOT NULL,
        search_names               text COLLATE "C" NOT NULL,
        record                     bytea NOT NULL,
        email_index                bytea,
        tax_id                     bytea,
        tax_id_index               bytea,
        status                     smallint NOT NULL CHECK (status BETWEEN 0 AND 6),
        hold                       text COLLATE "C" CHECK (hold IN ('person', 'edit')),
        identity_verified_at       timestamptz,
        tax_id_verified_at         timestamptz,
        sanctions_state            text COLLATE "C" NOT NULL
          CHECK (sanctions_state IN ('not_screened', 'pending', 'clear', 'in_review', 'confirmed', 'error', 'cancelled')),
        sanctions_list_set_id      text COLLATE "C",
        sanctions_lists_checked_at timestamptz,
        sanctions_since            timestamptz NOT NULL DEFAULT now(),
        sequence                   integer NOT NULL DEFAULT 1,
        created_at                 timestamptz NOT NULL,
        updated_at                 timestamptz NOT NULL DEFAULT now(),
        deleted_at                 timestamptz,
        CHECK ((tax_id IS NULL) = (tax_id_index IS NULL)),
        -- No status that the facts do not bear, whatever a program may write.
        CONSTRAINT customers_kyc_check CHECK (status < 4 OR identity_verified_at IS NOT NULL),
        CONSTRAINT customers_ofac_check CHECK (status < 5 OR sanctions_state = 'clear'),
        CONSTRAINT customers_cip_check CHECK (status < 6 OR tax_id_verified_at IS NOT NULL),
        CONSTRAINT customers_clear_check CHECK (sanctions_state <> 'clear' OR sanctions_list_set_id IS NOT NULL)
      )`);
    for (const [name, columns] of [
      ['by_organization', 'organization_id, id'],
      ['by_type', 'organization_id, type, id'],
      ['by_status', 'organization_id, status, id'],
      ['by_name', 'organization_id, sort_name, id'],
      ['by_email', 'organization_id, email_index'],
      ['by_tax_id', 'organization_id, tax_id_index'],
    ] as const) {
      await query.query(`CREATE INDEX customers_${name} ON customers (${columns}) WHERE deleted_at IS NULL`);
    }
    await query.query(
      `CREATE INDEX customers_by_words ON customers USING gin (search_names gin_trgm_ops) WHERE deleted_at IS NULL`,
    );
    await this.addParts(query);
    await this.addLadder(query);
  }

  private async addParts(query: QueryRunner): Promise<void> {
    for (const [table, column] of [
      ['customer_addresses', 'address'],
      ['customer_phones', 'number'],
    ] as const) {
      await query.query(`
        CREATE TABLE ${table} (
          id              text COLLATE "C" PRIMARY KEY,
          customer_id     text COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
          organization_id text COLLATE "C" NOT NULL,
          position        smallint NOT NULL,
          type            text COLLATE "C" NOT NULL,
          ${column}       bytea NOT NULL
        )`);
      await query.query(`CREATE INDEX ${table}_by_customer ON ${table} (customer_id, position)`);
    }
    await query.query(`
      CREATE TABLE customer_external_ids (
        organization_id text COLLATE "C" NOT NULL,
        key             text COLLATE "C" NOT NULL,
        value           text COLLATE "C" NOT NULL,
        customer_id     text COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        PRIMARY KEY (organization_id, key, value),
        UNIQUE (customer_id, key)
      )`);
    await query.query(`
      CREATE TABLE customer_representatives (
        id              text COLLATE "C" PRIMARY KEY,
        customer_id     text COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        organization_id text COLLATE "C" NOT NULL,
        position        smallint NOT NULL,
        record          bytea NOT NULL,
        tax_id          bytea,
        tax_id_index    bytea,
        CHECK ((tax_id IS NULL) = (tax_id_index IS NULL))
      )`);
    await query.query(
      `CREATE INDEX customer_representatives_by_customer ON customer_representatives (customer_id, position)`,
    );
    await query.query(`
      CREATE INDEX customer_representatives_by_tax_id ON customer_representatives (organization_id, tax_id_index)
      WHERE tax_id_index IS NOT NULL`);
  }

  private async addLadder(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE customer_screenings (
        screening_id         text COLLATE "C" PRIMARY KEY,
        customer_id          text COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        organization_id      text COLLATE "C" NOT NULL,
        representative_id    text COLLATE "C",
        monitored_subject_id text COLLATE "C",
        cause                text COLLATE "C" NOT NULL CHECK (cause IN ('created', 'edited', 'requested', 'rescreened')),
        is_current           boolean NOT NULL DEFAULT true,
        CHECK (cause <> 'rescreened' OR monitored_subject_id IS NOT NULL)
      )`);
    // The screening with which somebody began to be monitored; those that follow from changed lists join its round.
    await query.query(`
      CREATE UNIQUE INDEX customer_screenings_by_monitored_subject ON customer_screenings (monitored_subject_id)
      WHERE cause <> 'rescreened'`);
    await query.query(
      `CREATE INDEX customer_screenings_by_customer ON customer_screenings (customer_id, screening_id)`,
    );
    await query.query(`CREATE INDEX customer_screenings_current ON customer_screenings (customer_id) WHERE is_current`);
    await query.query(`
      CREATE TABLE customer_status_proposals (
        id              text COLLATE "C" PRIMARY KEY,
        customer_id     text COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        organization_id text COLLATE "C" NOT NULL,
        to_status       smallint NOT NULL CHECK (to_status BETWEEN 0 AND 6),
        actor           text NOT NULL,
        api_key_id      text COLLATE "C" NOT NULL,
        reason          bytea NOT NULL,
        evidence        text[] NOT NULL,
        proposed_at     timestamptz NOT NULL DEFAULT now(),
        closed_at       timestamptz
      )`);
    await query.query(`
      CREATE UNIQUE INDEX customer_status_proposals_open ON customer_status_proposals (customer_id) WHERE closed_at IS NULL`);
    await query.query(`
      CREATE TABLE customer_status_changes (
        id              text COLLATE "C" PRIMARY KEY,
        customer_id     text COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        organization_id text COLLATE "C" NOT NULL,
        from_status     smallint CHECK (from_status BETWEEN 0 AND 6),
        to_status       smallint NOT NULL CHECK (to_status BETWEEN 0 AND 6),
        cause           text COLLATE "C" NOT NULL,
        actor           text,
        api_key_id      text COLLATE "C",
        reason          bytea,
        evidence        text[] NOT NULL,
        proposal_id     text COLLATE "C" REFERENCES customer_status_proposals (id),
        changed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        CHECK ((cause = 'person') = (reason IS NOT NULL)),
        -- The second person.
        CHECK (from_status IS NULL OR from_status > 1 OR proposal_id IS NOT NULL)
      )`);
    await query.query(`CREATE INDEX customer_status_changes_by_customer ON customer_status_changes (customer_id, id)`);
    await query.query(`
      CREATE TABLE customer_attestations (
        id              text COLLATE "C" PRIMARY KEY,
        customer_id     text COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        organization_id text COLLATE "C" NOT NULL,
        fact            text COLLATE "C" NOT NULL CHECK (fact IN ('identity_verified', 'tax_id_verified')),
        holds           boolean NOT NULL,
        actor           text NOT NULL,
        api_key_id      text COLLATE "C" NOT NULL,
        reason          bytea NOT NULL,
        evidence        text[] NOT NULL,
        attested_at     timestamptz NOT NULL DEFAULT now()
      )`);
    await query.query(`CREATE INDEX customer_attestations_by_customer ON customer_attestations (customer_id, id)`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`
      DROP TABLE customer_attestations, customer_status_changes, customer_status_proposals, customer_screenings,
        customer_representatives, customer_external_ids, customer_phones, customer_addresses, customers`);
  }
}
