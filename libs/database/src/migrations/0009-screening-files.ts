import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files of people and businesses that are screened row by row: tables of `screening`. */
export class ScreeningFiles1763600000009 implements MigrationInterface {
  readonly name = 'ScreeningFiles1763600000009';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE screening_files (
        id                  text COLLATE "C" PRIMARY KEY,
        organization_id     text COLLATE "C" NOT NULL,
        state               text COLLATE "C" NOT NULL CHECK (
          state IN ('receiving', 'processing', 'completed', 'cancelled', 'failed')),
        format              text COLLATE "C" NOT NULL CHECK (format IN ('csv', 'ndjson')),
        threshold           double precision NOT NULL,
        list_thresholds     jsonb NOT NULL,
        threshold_version   integer,
        hit_limit           smallint NOT NULL,
        unused_columns      bytea,
        row_count           integer,
        part_count          integer,
        -- Parts that are neither done nor given up.
        open_part_count     integer,
        failed_part_count   integer NOT NULL DEFAULT 0,
        cancelled_part_count integer NOT NULL DEFAULT 0,
        done_row_count      integer NOT NULL DEFAULT 0,
        row_with_hits_count integer NOT NULL DEFAULT 0,
        hit_count           bigint NOT NULL DEFAULT 0,
        row_error_count     integer NOT NULL DEFAULT 0,
        list_set_id         text COLLATE "C" REFERENCES list_sets (id),
        lists_checked_at    timestamptz,
        engines             jsonb NOT NULL DEFAULT '[]',
        error_code          text,
        sequence            integer NOT NULL DEFAULT 0,
        cancel_requested_at timestamptz,
        created_at          timestamptz NOT NULL DEFAULT now(),
        accepted_at         timestamptz,
        settled_at          timestamptz,
        CHECK (state = 'receiving' OR (row_count IS NOT NULL AND part_count IS NOT NULL AND open_part_count IS NOT NULL)),
        -- Whole, or not completed: every row was screened, against one set of lists.
        CONSTRAINT screening_files_whole_check CHECK (
          state <> 'completed' OR (
            open_part_count = 0 AND failed_part_count = 0 AND cancelled_part_count = 0
            AND done_row_count = row_count AND list_set_id IS NOT NULL))
      )`);
    await query.query(`CREATE INDEX screening_files_by_organization ON screening_files (organization_id, id)`);
    await query.query(
      `CREATE INDEX screening_files_receiving ON screening_files (created_at) WHERE state = 'receiving'`,
    );
    await query.query(`
      CREATE TABLE screening_file_parts (
        id          text COLLATE "C" PRIMARY KEY,
        file_id     text COLLATE "C" NOT NULL REFERENCES screening_files (id) ON DELETE CASCADE,
        number      integer NOT NULL,
        job_id      text COLLATE "C" NOT NULL,
        state       text COLLATE "C" NOT NULL CHECK (state IN ('pending', 'completed', 'cancelled', 'failed')),
        first_row   integer NOT NULL,
        row_count   integer NOT NULL,
        input       bytea,
        result      bytea,
        UNIQUE (file_id, number),
        CHECK ((state = 'completed') = (result IS NOT NULL)),
        -- Rows are kept no longer than they are needed.
        CHECK (state IN ('pending', 'failed') OR input IS NULL)
      )`);
    // What is sealed does not compress.
    await query.query(`
      ALTER TABLE screening_file_parts ALTER COLUMN input SET STORAGE EXTERNAL, ALTER COLUMN result SET STORAGE EXTERNAL`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP TABLE screening_file_parts, screening_files`);
  }
}
