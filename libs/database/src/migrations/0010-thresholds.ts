import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Thresholds of organizations, the backtests that they rest on, and what each screening was made by: tables of `screening`. */
export class Thresholds1763600000010 implements MigrationInterface {
  readonly name = 'Thresholds1763600000010';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE threshold_backtests (
        id                       text COLLATE "C" PRIMARY KEY,
        organization_id          text COLLATE "C" NOT NULL,
        job_id                   text COLLATE "C" NOT NULL,
        state                    text COLLATE "C" NOT NULL CHECK (state IN ('pending', 'completed', 'failed', 'cancelled')),
        threshold                double precision NOT NULL CHECK (threshold BETWEEN 0.5 AND 1),
        list_thresholds          jsonb NOT NULL,
        -- What was in force when it was asked for; version 0 is what holds until something is set.
        compared_version         integer NOT NULL CHECK (compared_version >= 0),
        compared_threshold       double precision NOT NULL,
        compared_list_thresholds jsonb NOT NULL,
        screenings_asked         integer NOT NULL CHECK (screenings_asked BETWEEN 1 AND 10000),
        actor                    text NOT NULL,
        api_key_id               text COLLATE "C" NOT NULL,
        sequence                 integer NOT NULL DEFAULT 0,
        counts                   jsonb,
        examples                 bytea,
        list_set_id              text COLLATE "C" REFERENCES list_sets (id),
        lists_checked_at         timestamptz,
        engine_version           text,
        configuration_hash       text,
        error_code               text,
        created_at               timestamptz NOT NULL DEFAULT now(),
        settled_at               timestamptz,
        -- Thresholds are set on its word: what was not counted to the end says nothing.
        CHECK ((state = 'completed') = (counts IS NOT NULL)),
        CHECK (state <> 'completed' OR (examples IS NOT NULL AND list_set_id IS NOT NULL AND lists_checked_at IS NOT NULL
               AND engine_version IS NOT NULL AND configuration_hash IS NOT NULL AND settled_at IS NOT NULL))
      )`);
    await query.query(`CREATE INDEX threshold_backtests_by_organization ON threshold_backtests (organization_id, id)`);
    await query.query(`
      CREATE TABLE screening_thresholds (
        organization_id text COLLATE "C" NOT NULL,
        version         integer NOT NULL CHECK (version > 0),
        threshold       double precision NOT NULL CHECK (threshold BETWEEN 0.5 AND 1),
        list_thresholds jsonb NOT NULL,
        backtest_id     text COLLATE "C" NOT NULL REFERENCES threshold_backtests (id),
        actor           text NOT NULL,
        api_key_id      text COLLATE "C" NOT NULL,
        reason          bytea NOT NULL,
        set_at          timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organization_id, version)
      )`);
    // Of earlier screenings nobody noted whether the threshold was the request's own; all lists had the same.
    await query.query(`
      ALTER TABLE screenings
        ADD COLUMN list_thresholds   jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN threshold_version integer`);
  }

  async down(query: QueryRunner): Promise<void> {
    // A screening keeps the threshold for all lists; what held for single ones is lost.
    await query.query(`ALTER TABLE screenings DROP COLUMN list_thresholds, DROP COLUMN threshold_version`);
    await query.query(`DROP TABLE screening_thresholds, threshold_backtests`);
  }
}
