import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a screening had more hits than are kept; unknown for those settled before. */
export class TruncatedHits1763600000008 implements MigrationInterface {
  readonly name = 'TruncatedHits1763600000008';

  async up(query: QueryRunner): Promise<void> {
    await query.query('ALTER TABLE screenings ADD COLUMN truncated boolean');
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query('ALTER TABLE screenings DROP COLUMN truncated');
  }
}
