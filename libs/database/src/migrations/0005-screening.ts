import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Publications of sanctions lists, screenings and their hits: tables of `screening`. */
export class Screening1763600000005 implements MigrationInterface {
  readonly name = 'Screening1763600000005';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE list_publications (
        id             text COLLATE "C" PRIMARY KEY,
        list           text COLLATE "C" NOT NULL,
        sha256         text COLLATE "C" NOT NULL,
        parser_version text NOT NULL,
        origin         text NOT NULL CHECK (origin IN ('download', 'directory', 'sandbox')),
        counts         jsonb NOT NULL,
        fetched_at     timestamptz NOT NULL,
        checked_at     timestamptz NOT NULL,
        activated_at   timestamptz,
        UNIQUE (list, sha256, parser_version)
      )`);
    await query.query(`CREATE INDEX list_publications_active ON list_publications (list, activated_at)`);
    await query.query(`
      CREATE TABLE list_publication_files (
        publication_id text COLLATE "C" NOT NULL REFERENCES list_publications (id),
        name           text NOT NULL,
        gzipped        bytea NOT NULL,
        PRIMARY KEY (publication_id, name)
      )`);
    await query.query(`
      CREATE TABLE screenings (
        id                 text COLLATE "C" PRIMARY KEY,
        organization_id    text COLLATE "C" NOT NULL,
        job_id             text COLLATE "C" NOT NULL,
        external_id        text,
        state              text COLLATE "C" NOT NULL CHECK (state IN ('pending', 'completed', 'failed', 'cancelled')),
        outcome            text COLLATE "C" CHECK (outcome IN ('clear', 'potential_match')),
        subject            bytea NOT NULL,
        threshold          double precision NOT NULL,
        sequence           integer NOT NULL DEFAULT 0,
        hit_count          integer,
        publication_id     text COLLATE "C" REFERENCES list_publications (id),
        engine_version     text,
        configuration_hash text,
        error_code         text,
        created_at         timestamptz NOT NULL DEFAULT now(),
        settled_at         timestamptz,
        -- A result is what a completed screening has and nothing else has: no list, no 'clear'.
        CHECK ((state = 'completed') = (outcome IS NOT NULL)),
        CHECK (state <> 'completed' OR (publication_id IS NOT NULL AND engine_version IS NOT NULL AND hit_count IS NOT NULL)),
        CHECK (outcome IS NULL OR (outcome = 'clear') = (hit_count = 0))
      )`);
    await query.query(`CREATE INDEX screenings_by_organization ON screenings (organization_id, id)`);
    await query.query(`
      CREATE TABLE screening_hits (
        id              text COLLATE "C" PRIMARY KEY,
        screening_id    text COLLATE "C" NOT NULL REFERENCES screenings (id) ON DELETE CASCADE,
        organization_id text COLLATE "C" NOT NULL,
        position        smallint NOT NULL,
        list            text COLLATE "C" NOT NULL,
        entry_id        text COLLATE "C" NOT NULL,
        score           double precision NOT NULL,
        evidence        bytea NOT NULL
      )`);
    await query.query(`CREATE INDEX screening_hits_by_screening ON screening_hits (screening_id, position)`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP TABLE screening_hits, screenings, list_publication_files, list_publications`);
  }
}
