import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Screenings against several lists at once: tables of `screening`. */
export class ListSets1763600000008 implements MigrationInterface {
  readonly name = 'ListSets1763600000008';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE list_sets (
        id         text COLLATE "C" PRIMARY KEY,
        -- The ids of its publications, sorted, with blanks between.
        content    text COLLATE "C" NOT NULL UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await query.query(`
      CREATE TABLE list_set_publications (
        list_set_id    text COLLATE "C" NOT NULL REFERENCES list_sets (id),
        list           text COLLATE "C" NOT NULL,
        publication_id text COLLATE "C" NOT NULL REFERENCES list_publications (id),
        PRIMARY KEY (list_set_id, list)
      )`);
    // A set of the one publication that earlier screenings were made against.
    await query.query(`
      INSERT INTO list_sets (id, content, created_at)
      SELECT DISTINCT 'lst_' || substr(publication.id, 5), publication.id, publication.fetched_at
      FROM list_publications AS publication JOIN screenings ON screenings.publication_id = publication.id`);
    await query.query(`
      INSERT INTO list_set_publications (list_set_id, list, publication_id)
      SELECT list_sets.id, list, publication.id
      FROM list_sets JOIN list_publications AS publication ON publication.id = list_sets.content`);
    await query.query(`
      ALTER TABLE screenings
        ADD COLUMN list_set_id      text COLLATE "C" REFERENCES list_sets (id),
        ADD COLUMN lists_checked_at timestamptz`);
    await query.query(`
      UPDATE screenings SET list_set_id = 'lst_' || substr(publication_id, 5) WHERE publication_id IS NOT NULL`);
    await query.query(`
      ALTER TABLE screenings
        DROP CONSTRAINT screenings_result_check,
        DROP COLUMN publication_id,
        -- What was not screened has no result: no list, no 'clear'.
        ADD CONSTRAINT screenings_result_check CHECK (
          state NOT IN ('clear', 'in_review', 'confirmed') OR (
            list_set_id IS NOT NULL AND engine_version IS NOT NULL AND hit_count IS NOT NULL
            AND open_hit_count IS NOT NULL AND confirmed_hit_count IS NOT NULL))`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(
      `ALTER TABLE screenings ADD COLUMN publication_id text COLLATE "C" REFERENCES list_publications (id)`,
    );
    // Of a screening against several lists one stays: OFAC's first of all, for there was no other.
    await query.query(`
      UPDATE screenings SET publication_id = (
        SELECT publication_id FROM list_set_publications AS member WHERE member.list_set_id = screenings.list_set_id
        ORDER BY list <> 'us-ofac-sdn', list LIMIT 1)`);
    await query.query(`
      ALTER TABLE screenings
        DROP CONSTRAINT screenings_result_check,
        DROP COLUMN list_set_id,
        DROP COLUMN lists_checked_at,
        ADD CONSTRAINT screenings_result_check CHECK (
          state NOT IN ('clear', 'in_review', 'confirmed') OR (
            publication_id IS NOT NULL AND engine_version IS NOT NULL AND hit_count IS NOT NULL
            AND open_hit_count IS NOT NULL AND confirmed_hit_count IS NOT NULL))`);
    await query.query(`DROP TABLE list_set_publications, list_sets`);
  }
}
