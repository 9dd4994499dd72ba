import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Hits that people dispose of: states of screenings and hits, dispositions, suppressions, notes and settings, which are
 * tables of `screening`; in the audit trail of `access` the person; and the new names of events in subscriptions.
 */
export class Hits1763600000007 implements MigrationInterface {
  readonly name = 'Hits1763600000007';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      ALTER TABLE screenings
        DROP CONSTRAINT screenings_state_check, DROP CONSTRAINT screenings_outcome_check, DROP CONSTRAINT screenings_check,
        DROP CONSTRAINT screenings_check1, DROP CONSTRAINT screenings_check2,
        ADD COLUMN open_hit_count      integer,
        ADD COLUMN confirmed_hit_count integer,
        ADD COLUMN truncated           boolean,
        ADD COLUMN subject_fingerprint bytea,
        ADD COLUMN submitted_by        text,
        ADD COLUMN submitted_with      text COLLATE "C",
        ADD COLUMN reviewed_at         timestamptz`);
    // Of a hundred hits nobody knows whether there were more; the rest were all kept.
    await query.query(`
      UPDATE screenings SET state = 'in_review', open_hit_count = hit_count, confirmed_hit_count = 0, truncated = hit_count >= 100
      WHERE state = 'completed' AND outcome = 'potential_match'`);
    await query.query(`
      UPDATE screenings SET state = 'clear', open_hit_count = 0, confirmed_hit_count = 0, truncated = false
      WHERE state = 'completed' AND outcome = 'clear'`);
    await query.query(`UPDATE screenings SET state = 'error' WHERE state = 'failed'`);
    await query.query(`
      ALTER TABLE screenings
        DROP COLUMN outcome,
        ADD CONSTRAINT screenings_state_check
          CHECK (state IN ('pending', 'clear', 'in_review', 'confirmed', 'error', 'cancelled')),
        -- What was not screened has no result: no list, no 'clear'.
        ADD CONSTRAINT screenings_result_check CHECK (
          state NOT IN ('clear', 'in_review', 'confirmed') OR (
            publication_id IS NOT NULL AND engine_version IS NOT NULL AND hit_count IS NOT NULL
            AND open_hit_count IS NOT NULL AND confirmed_hit_count IS NOT NULL)),
        ADD CONSTRAINT screenings_clear_check
          CHECK (state <> 'clear' OR (open_hit_count = 0 AND confirmed_hit_count = 0 AND truncated IS NOT TRUE)),
        ADD CONSTRAINT screenings_in_review_check CHECK (state <> 'in_review' OR open_hit_count > 0),
        ADD CONSTRAINT screenings_confirmed_check
          CHECK (state <> 'confirmed' OR (open_hit_count = 0 AND confirmed_hit_count > 0))`);
    await query.query(`
      CREATE INDEX screenings_by_external_id ON screenings (organization_id, external_id, id) WHERE external_id IS NOT NULL`);
    await this.addHits(query);
    await this.addDecisions(query);
    await query.query(`ALTER TABLE audit_log ADD COLUMN person text`);
    await renameSubscriptions(query, [
      ['screening.completed', ['screening.clear', 'screening.in_review']],
      ['screening.failed', ['screening.error']],
    ]);
  }

  private async addHits(query: QueryRunner): Promise<void> {
    await query.query(`
      ALTER TABLE screening_hits
        ADD COLUMN state             text COLLATE "C" NOT NULL DEFAULT 'pending_review',
        ADD COLUMN sequence          integer NOT NULL DEFAULT 0,
        ADD COLUMN entry_fingerprint bytea,
        ADD COLUMN suppressed_by     text COLLATE "C",
        ADD COLUMN assignee          text,
        ADD COLUMN due_at            timestamptz,
        ADD COLUMN created_at        timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN state_since       timestamptz NOT NULL DEFAULT now()`);
    await query.query(`
      UPDATE screening_hits SET created_at = settled_at, state_since = settled_at
      FROM screenings WHERE screenings.id = screening_id AND settled_at IS NOT NULL`);
    await query.query(`
      ALTER TABLE screening_hits
        ALTER COLUMN state DROP DEFAULT,
        ADD CONSTRAINT screening_hits_state_check
          CHECK (state IN ('pending_review', 'awaiting_second_review', 'dismissed', 'confirmed', 'suppressed')),
        ADD CONSTRAINT screening_hits_suppressed_check CHECK ((state = 'suppressed') = (suppressed_by IS NOT NULL))`);
    await query.query(`CREATE INDEX screening_hits_by_organization ON screening_hits (organization_id, id)`);
    await query.query(`CREATE INDEX screening_hits_by_state ON screening_hits (organization_id, state, id)`);
    await query.query(`
      CREATE INDEX screening_hits_confirmed ON screening_hits (organization_id, list, entry_id) WHERE state = 'confirmed'`);
  }

  private async addDecisions(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE screening_hit_dispositions (
        id              text COLLATE "C" PRIMARY KEY,
        hit_id          text COLLATE "C" NOT NULL REFERENCES screening_hits (id) ON DELETE CASCADE,
        organization_id text COLLATE "C" NOT NULL,
        actor           text NOT NULL,
        api_key_id      text COLLATE "C" NOT NULL,
        decision        text COLLATE "C" NOT NULL CHECK (decision IN ('dismiss', 'confirm')),
        reason_code     text COLLATE "C" NOT NULL,
        comment         bytea,
        suppress_until  timestamptz,
        from_state      text COLLATE "C" NOT NULL CHECK (from_state IN ('pending_review', 'awaiting_second_review')),
        to_state        text COLLATE "C" NOT NULL
          CHECK (to_state IN ('pending_review', 'awaiting_second_review', 'dismissed', 'confirmed')),
        decided_at      timestamptz NOT NULL DEFAULT now(),
        CHECK (to_state <> 'dismissed' OR decision = 'dismiss'),
        CHECK (to_state <> 'confirmed' OR decision = 'confirm')
      )`);
    await query.query(`CREATE INDEX screening_hit_dispositions_by_hit ON screening_hit_dispositions (hit_id, id)`);
    await query.query(`
      CREATE TABLE screening_suppressions (
        id                  text COLLATE "C" PRIMARY KEY,
        organization_id     text COLLATE "C" NOT NULL,
        external_id         text,
        subject_fingerprint bytea NOT NULL,
        list                text COLLATE "C" NOT NULL,
        entry_id            text COLLATE "C" NOT NULL,
        entry_fingerprint   bytea NOT NULL,
        hit_id              text COLLATE "C" NOT NULL REFERENCES screening_hits (id) ON DELETE CASCADE,
        disposition_id      text COLLATE "C" NOT NULL REFERENCES screening_hit_dispositions (id) ON DELETE CASCADE,
        expires_at          timestamptz,
        created_at          timestamptz NOT NULL DEFAULT now(),
        revoked_at          timestamptz,
        revoked_by          text,
        revoked_with        text COLLATE "C",
        revocation_comment  bytea
      )`);
    // One that holds for one subject and one entry as they were; the newest dismissal is the one that it refers to.
    await query.query(`
      CREATE UNIQUE INDEX screening_suppressions_in_force ON screening_suppressions
        (organization_id, subject_fingerprint, list, entry_id, entry_fingerprint, coalesce(external_id, ''))
        WHERE revoked_at IS NULL`);
    await query.query(
      `CREATE INDEX screening_suppressions_by_organization ON screening_suppressions (organization_id, id)`,
    );
    await query.query(`
      CREATE TABLE screening_hit_notes (
        id              text COLLATE "C" PRIMARY KEY,
        hit_id          text COLLATE "C" NOT NULL REFERENCES screening_hits (id) ON DELETE CASCADE,
        organization_id text COLLATE "C" NOT NULL,
        actor           text NOT NULL,
        api_key_id      text COLLATE "C" NOT NULL,
        text            bytea NOT NULL,
        created_at      timestamptz NOT NULL DEFAULT now()
      )`);
    await query.query(`CREATE INDEX screening_hit_notes_by_hit ON screening_hit_notes (hit_id, id)`);
    await query.query(`
      CREATE TABLE screening_settings (
        organization_id      text COLLATE "C" NOT NULL,
        version              integer NOT NULL,
        disposition_review   text COLLATE "C" NOT NULL CHECK (disposition_review IN ('single', 'second_person')),
        submitter_may_decide boolean NOT NULL,
        actor                text NOT NULL,
        api_key_id           text COLLATE "C" NOT NULL,
        reason               bytea,
        set_at               timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organization_id, version)
      )`);
  }

  async down(query: QueryRunner): Promise<void> {
    await renameSubscriptions(query, [
      ['screening.clear', ['screening.completed']],
      ['screening.in_review', ['screening.completed']],
      ['screening.confirmed', ['screening.completed']],
      ['screening.error', ['screening.failed']],
    ]);
    await query.query(`ALTER TABLE audit_log DROP COLUMN person`);
    await query.query(
      `DROP TABLE screening_settings, screening_hit_notes, screening_suppressions, screening_hit_dispositions`,
    );
    await query.query(
      `DROP INDEX screening_hits_by_organization, screening_hits_by_state, screening_hits_confirmed, screenings_by_external_id`,
    );
    await query.query(`
      ALTER TABLE screening_hits
        DROP COLUMN state, DROP COLUMN sequence, DROP COLUMN entry_fingerprint, DROP COLUMN suppressed_by,
        DROP COLUMN assignee, DROP COLUMN due_at, DROP COLUMN created_at, DROP COLUMN state_since`);
    await query.query(`
      ALTER TABLE screenings
        DROP CONSTRAINT screenings_state_check, DROP CONSTRAINT screenings_result_check,
        DROP CONSTRAINT screenings_clear_check, DROP CONSTRAINT screenings_in_review_check,
        DROP CONSTRAINT screenings_confirmed_check,
        ADD COLUMN outcome text COLLATE "C"`);
    // What people have decided is lost; a screening with hits, dismissed or not, has to be looked at again.
    await query.query(`
      UPDATE screenings SET state = 'completed', outcome = CASE hit_count WHEN 0 THEN 'clear' ELSE 'potential_match' END
      WHERE state IN ('clear', 'in_review', 'confirmed')`);
    await query.query(`UPDATE screenings SET state = 'failed' WHERE state = 'error'`);
    await query.query(`
      ALTER TABLE screenings
        DROP COLUMN open_hit_count, DROP COLUMN confirmed_hit_count, DROP COLUMN truncated,
        DROP COLUMN subject_fingerprint, DROP COLUMN submitted_by, DROP COLUMN submitted_with, DROP COLUMN reviewed_at,
        ADD CONSTRAINT screenings_state_check CHECK (state IN ('pending', 'completed', 'failed', 'cancelled')),
        ADD CONSTRAINT screenings_outcome_check CHECK (outcome IN ('clear', 'potential_match')),
        ADD CONSTRAINT screenings_check CHECK ((state = 'completed') = (outcome IS NOT NULL)),
        ADD CONSTRAINT screenings_check1 CHECK (
          state <> 'completed' OR (publication_id IS NOT NULL AND engine_version IS NOT NULL AND hit_count IS NOT NULL)),
        ADD CONSTRAINT screenings_check2 CHECK (outcome IS NULL OR (outcome = 'clear') = (hit_count = 0))`);
  }
}

/** Whoever wanted to be told of the one is told of the others from now on. Events that were stored keep their names. */
async function renameSubscriptions(
  query: QueryRunner,
  renames: readonly (readonly [string, readonly string[]])[],
): Promise<void> {
  for (const [from, to] of renames) {
    await query.query(
      `UPDATE webhook_endpoints SET event_types = array(
         SELECT DISTINCT type FROM unnest(array_remove(event_types, $1) || $2::text[]) AS type ORDER BY type)
       WHERE $1 = ANY (event_types)`,
      [from, to],
    );
  }
}
