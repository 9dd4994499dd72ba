import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What becomes of a publication, what it holds, and how its list was last looked for: tables of `screening`. */
export class ListPublications1763600000006 implements MigrationInterface {
  readonly name = 'ListPublications1763600000006';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      ALTER TABLE list_publications
        ADD COLUMN state text COLLATE "C" NOT NULL DEFAULT 'superseded'
          CHECK (state IN ('awaiting_activation', 'active', 'superseded', 'rejected')),
        ADD COLUMN format           text,
        ADD COLUMN published_at     text,
        ADD COLUMN not_understood   jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN rejection_code   text,
        ADD COLUMN rejection_detail text,
        ADD COLUMN activated_by     text,
        ADD COLUMN activation_note  text,
        ALTER COLUMN counts DROP NOT NULL`);
    await query.query(`
      UPDATE list_publications SET state = 'active', format = 'ofac-delimited'
      WHERE id IN (SELECT DISTINCT ON (list) id FROM list_publications
                   WHERE activated_at IS NOT NULL ORDER BY list, activated_at DESC)`);
    await query.query(`ALTER TABLE list_publications ALTER COLUMN state DROP DEFAULT`);
    await query.query(`
      ALTER TABLE list_publications
        ADD CHECK (state <> 'rejected' OR rejection_code IS NOT NULL),
        ADD CHECK (state = 'rejected' OR counts IS NOT NULL)`);
    await query.query(
      `CREATE UNIQUE INDEX list_publications_one_active ON list_publications (list) WHERE state = 'active'`,
    );
    await query.query(`DROP INDEX list_publications_active`);
    await query.query(`CREATE INDEX list_publications_by_list ON list_publications (list, id)`);
    // Files carry the names that their publisher gave them.
    await query.query(`
      UPDATE list_publication_files
      SET name = CASE name WHEN 'sdn' THEN 'sdn.csv' WHEN 'alt' THEN 'alt.csv' WHEN 'add' THEN 'add.csv'
                           WHEN 'comments' THEN 'sdn_comments.csv' ELSE name END`);
    await query.query(`
      CREATE TABLE list_entries (
        publication_id text COLLATE "C" NOT NULL REFERENCES list_publications (id),
        entry_id       text COLLATE "C" NOT NULL,
        entry_type     text NOT NULL,
        name           text NOT NULL,
        fingerprint    bytea NOT NULL,
        PRIMARY KEY (publication_id, entry_id)
      )`);
    await query.query(`
      CREATE TABLE lists (
        id            text COLLATE "C" PRIMARY KEY,
        checked_at    timestamptz,
        check_outcome text,
        check_detail  text,
        probed_at     timestamptz,
        validators    jsonb NOT NULL DEFAULT '{}',
        sequence      integer NOT NULL DEFAULT 0
      )`);
    await query.query(`
      INSERT INTO lists (id, checked_at, check_outcome)
      SELECT list, max(checked_at), 'activated' FROM list_publications GROUP BY list`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP TABLE list_entries, lists`);
    await query.query(`DELETE FROM list_publication_files
      WHERE publication_id IN (SELECT id FROM list_publications WHERE state IN ('rejected', 'awaiting_activation'))`);
    await query.query(`DELETE FROM list_publications WHERE state IN ('rejected', 'awaiting_activation')`);
    await query.query(`
      UPDATE list_publication_files
      SET name = CASE name WHEN 'sdn.csv' THEN 'sdn' WHEN 'alt.csv' THEN 'alt' WHEN 'add.csv' THEN 'add'
                           WHEN 'sdn_comments.csv' THEN 'comments' ELSE name END`);
    await query.query(`DROP INDEX list_publications_one_active, list_publications_by_list`);
    await query.query(`
      ALTER TABLE list_publications
        DROP COLUMN state, DROP COLUMN format, DROP COLUMN published_at, DROP COLUMN not_understood,
        DROP COLUMN rejection_code, DROP COLUMN rejection_detail, DROP COLUMN activated_by, DROP COLUMN activation_note,
        ALTER COLUMN counts SET NOT NULL`);
    await query.query(`CREATE INDEX list_publications_active ON list_publications (list, activated_at)`);
  }
}
