import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

import { Database, type Transaction } from '@bonafide/database';
import { Injectable } from '@nestjs/common';

import type { OfacDelimitedFiles } from '../lists/ofac/ofac-delimited';
import { type PublicationId, publicationIds } from '../screening-ids';
import { PARSER_VERSION, type ParsedPublication, type PublicationOrigin } from './publication';

export interface PublicationSnapshot {
  readonly id: PublicationId;
  readonly list: string;
  readonly sha256: string;
  readonly origin: PublicationOrigin;
  readonly entries: number;
  readonly fetchedAt: Date;
  /** When somebody last saw that it is still what OFAC, or the directory, gives. */
  readonly checkedAt: Date;
}

const COLUMNS = `id, list, sha256, origin, (counts->>'entries')::integer AS entries, fetched_at AS "fetchedAt", checked_at AS "checkedAt"`;
const FILE_NAMES = ['sdn', 'alt', 'add', 'comments'] as const;

/** The publications of sanctions lists with their bytes: what a decision was made on can be read again years later. */
@Injectable()
export class PublicationRepository {
  constructor(private readonly database: Database) {}

  async active(list: string, withSandbox: boolean): Promise<PublicationSnapshot | null> {
    const [publication] = await this.database.query<PublicationSnapshot>(
      `SELECT ${COLUMNS} FROM list_publications
       WHERE list = $1 AND activated_at IS NOT NULL AND ($2 OR origin <> 'sandbox')
       ORDER BY activated_at DESC LIMIT 1`,
      [list, withSandbox],
    );
    return publication ?? null;
  }

  async find(id: PublicationId): Promise<PublicationSnapshot | null> {
    const [publication] = await this.database.query<PublicationSnapshot>(
      `SELECT ${COLUMNS} FROM list_publications WHERE id = $1`,
      [id],
    );
    return publication ?? null;
  }

  async files(id: PublicationId): Promise<OfacDelimitedFiles> {
    const rows = await this.database.query<{ name: string; gzipped: Buffer }>(
      'SELECT name, gzipped FROM list_publication_files WHERE publication_id = $1',
      [id],
    );
    const [sdn, alt, add, comments] = await Promise.all(
      FILE_NAMES.map(async (name) => {
        const row = rows.find((candidate) => candidate.name === name);
        if (row === undefined) throw new Error(`Publication ${id} has no file "${name}".`);
        return promisify(gunzip)(row.gzipped);
      }),
    );
    if (!sdn || !alt || !add || !comments) throw new Error(`Publication ${id} is not complete.`);
    return { sdn, alt, add, comments };
  }

  /** Stores a publication, or finds it by its hash, and makes it the one in use. Several that do so at once take turns. */
  async activate(
    { list, sha256, counts }: ParsedPublication,
    files: OfacDelimitedFiles,
    origin: PublicationOrigin,
  ): Promise<PublicationSnapshot> {
    const gzipped = await Promise.all(FILE_NAMES.map((name) => promisify(gzip)(files[name])));
    return this.database.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('bonafide list ' || $1, 0))`, [list]);
      const [known] = await tx.query<PublicationSnapshot>(
        `UPDATE list_publications SET activated_at = now(), checked_at = now(), origin = $4
         WHERE list = $1 AND sha256 = $2 AND parser_version = $3 RETURNING ${COLUMNS}`,
        [list, sha256, PARSER_VERSION, origin],
      );
      if (known !== undefined) return known;
      const [stored] = await tx.query<PublicationSnapshot>(
        `INSERT INTO list_publications (id, list, sha256, parser_version, origin, counts, fetched_at, checked_at, activated_at)
         VALUES ($1, $2, $3, $4, $5, $6, now(), now(), now()) RETURNING ${COLUMNS}`,
        [publicationIds.create(), list, sha256, PARSER_VERSION, origin, counts],
      );
      if (stored === undefined) throw new Error('The publication that was just stored is not there.');
      await this.storeFiles(tx, stored.id, gzipped);
      return stored;
    });
  }

  private async storeFiles(tx: Transaction, id: PublicationId, gzipped: readonly Buffer[]): Promise<void> {
    await tx.query(
      `INSERT INTO list_publication_files (publication_id, name, gzipped)
       SELECT $1, name, gzipped FROM unnest($2::text[], $3::bytea[]) AS file (name, gzipped)`,
      [id, [...FILE_NAMES], gzipped],
    );
  }
}
