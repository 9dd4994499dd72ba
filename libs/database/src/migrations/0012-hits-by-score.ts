import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Hits by score: a band that few hits of many are in is found without reading the others. */
export class HitsByScore1763600000012 implements MigrationInterface {
  readonly name = 'HitsByScore1763600000012';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`CREATE INDEX screening_hits_by_score ON screening_hits (organization_id, score)`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP INDEX screening_hits_by_score`);
  }
}
