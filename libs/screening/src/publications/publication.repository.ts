import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

import { Database, type Transaction } from '@bonafide/database';
import { Injectable } from '@nestjs/common';

import { entryFingerprint } from '../fingerprints/entry-fingerprint';
import { sha256OfFiles } from '../lists/list-files';
import { type ListFiles } from '../lists/list-source';
import { type ListPublication } from '../lists/read-list-directory';
import { type SanctionsEntry } from '../lists/sanctions-entry';
import { type PublicationId, publicationIds } from '../screening-ids';
import { type KnownEntry } from './canary';
import { PARSER_VERSION, type PublicationOrigin, type PublicationSnapshot } from './publication';
import { type PublicationRejected } from './publication-rejected';

/** A publication and its files, as it is stored. */
export interface NewPublication {
  readonly list: string;
  readonly files: ListFiles;
  readonly origin: PublicationOrigin;
  /** What was read from it; null when it was rejected before it could be read. */
  readonly read: ListPublication | null;
  readonly rejection: PublicationRejected | null;
}

export interface PublicationFilter {
  readonly list: string;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** How an entry differs between two publications. */
export interface EntryDifference {
  readonly entryId: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** In the later publication; of a removed entry, in the earlier one. */
  readonly name: string;
  readonly entryType: string;
}

export interface DifferenceCounts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

const COLUMNS = `id, list, sha256, parser_version AS "parserVersion", origin, state, published_at AS "publishedAt",
  coalesce((counts->>'entries')::integer, 0) AS entries, counts, fetched_at AS "fetchedAt", checked_at AS "checkedAt",
  activated_at AS "activatedAt", activated_by AS "activatedBy", activation_note AS "activationNote", rejection_code AS "rejectionCode",
  rejection_detail AS "rejectionDetail", not_understood AS "notUnderstood"`;
/** Of what a parser did not understand, the most frequent. */
const NOT_UNDERSTOOD_AT_MOST = 100;

/** The publications of sanctions lists with their bytes: what a decision was made on can be read again years later. */
@Injectable()
export class PublicationRepository {
  constructor(private readonly database: Database) {}

  async active(list: string, withSandbox: boolean): Promise<PublicationSnapshot | null> {
    const [publication] = await this.database.query<PublicationSnapshot>(
      `SELECT ${COLUMNS} FROM list_publications WHERE list = $1 AND state = 'active' AND ($2 OR origin <> 'sandbox')`,
      [list, withSandbox],
    );
    return publication ?? null;
  }

  async find(id: PublicationId, tx?: Transaction): Promise<PublicationSnapshot | null> {
    const [publication] = await (tx ?? this.database).query<PublicationSnapshot>(
      `SELECT ${COLUMNS} FROM list_publications WHERE id = $1`,
      [id],
    );
    return publication ?? null;
  }

  /** Of the same bytes, read by the same parser. */
  async known(list: string, sha256: string, tx?: Transaction): Promise<PublicationSnapshot | null> {
    const [publication] = await (tx ?? this.database).query<PublicationSnapshot>(
      `SELECT ${COLUMNS} FROM list_publications WHERE list = $1 AND sha256 = $2 AND parser_version = $3`,
      [list, sha256, PARSER_VERSION],
    );
    return publication ?? null;
  }

  /** Newest first. */
  list({ list, before, limit }: PublicationFilter): Promise<PublicationSnapshot[]> {
    return this.database.query<PublicationSnapshot>(
      `SELECT ${COLUMNS} FROM list_publications WHERE list = $1 AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [list, before ?? null, limit],
    );
  }

  async files(id: PublicationId): Promise<ListFiles> {
    const rows = await this.database.query<{ name: string; gzipped: Buffer }>(
      'SELECT name, gzipped FROM list_publication_files WHERE publication_id = $1 ORDER BY name',
      [id],
    );
    return new Map(
      await Promise.all(rows.map(async ({ name, gzipped }) => [name, await promisify(gunzip)(gzipped)] as const)),
    );
  }

  /** Those of a publication that canaries look for. */
  knownEntries(id: PublicationId): Promise<KnownEntry[]> {
    return this.database.query<KnownEntry>(
      `SELECT entry_id AS "entryId", name FROM list_entries WHERE publication_id = $1 ORDER BY entry_id`,
      [id],
    );
  }

  /** What became different from one publication to a later one of the same list, in the order of the entries' numbers. */
  differences(
    from: PublicationId,
    to: PublicationId,
    after: string | undefined,
    limit: number,
  ): Promise<EntryDifference[]> {
    return this.database.query<EntryDifference>(
      `SELECT entry_id AS "entryId", coalesce(later.name, earlier.name) AS name,
              coalesce(later.entry_type, earlier.entry_type) AS "entryType",
              CASE WHEN earlier.entry_id IS NULL THEN 'added' WHEN later.entry_id IS NULL THEN 'removed' ELSE 'changed' END AS change
       FROM (SELECT entry_id, name, entry_type, fingerprint FROM list_entries WHERE publication_id = $1) AS earlier
       FULL JOIN (SELECT entry_id, name, entry_type, fingerprint FROM list_entries WHERE publication_id = $2) AS later
         USING (entry_id)
       WHERE earlier.fingerprint IS DISTINCT FROM later.fingerprint AND ($3::text IS NULL OR entry_id > $3)
       ORDER BY entry_id LIMIT $4`,
      [from, to, after ?? null, limit],
    );
  }

  /** How many entries became different. @param from null: before there was any publication of the list */
  async countDifferences(from: PublicationId | null, to: PublicationId): Promise<DifferenceCounts> {
    const [counts] = await this.database.query<DifferenceCounts>(
      `SELECT count(*) FILTER (WHERE earlier.entry_id IS NULL)::integer AS added,
              count(*) FILTER (WHERE earlier.fingerprint <> later.fingerprint)::integer AS changed,
              count(*) FILTER (WHERE later.entry_id IS NULL)::integer AS removed
       FROM (SELECT entry_id, fingerprint FROM list_entries WHERE publication_id = $1) AS earlier
       FULL JOIN (SELECT entry_id, fingerprint FROM list_entries WHERE publication_id = $2) AS later USING (entry_id)`,
      [from, to],
    );
    if (counts === undefined) throw new Error('A count did not answer.');
    return counts;
  }

  /** The entries that are new, or say something else. @param from null: before there was any publication of the list */
  async newOrChanged(from: PublicationId | null, to: PublicationId): Promise<string[]> {
    const rows = await this.database.query<{ entryId: string }>(
      `SELECT later.entry_id AS "entryId"
       FROM list_entries AS later
       LEFT JOIN list_entries AS earlier ON earlier.publication_id = $1 AND earlier.entry_id = later.entry_id
       WHERE later.publication_id = $2 AND earlier.fingerprint IS DISTINCT FROM later.fingerprint`,
      [from, to],
    );
    return rows.map(({ entryId }) => entryId);
  }

  /** Stores it as rejected or as awaiting activation. The same bytes are stored once. */
  async store(tx: Transaction, { list, files, origin, read, rejection }: NewPublication): Promise<PublicationSnapshot> {
    const id = publicationIds.create();
    await tx.query(
      `INSERT INTO list_publications (id, list, sha256, parser_version, origin, state, format, published_at, counts,
                                      not_understood, rejection_code, rejection_detail, fetched_at, checked_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now(), now())`,
      [
        id,
        list,
        sha256OfFiles(files),
        PARSER_VERSION,
        origin,
        rejection === null ? 'awaiting_activation' : 'rejected',
        read?.format ?? null,
        read?.publishedAt ?? null,
        read?.counts ?? null,
        JSON.stringify(read?.notUnderstood.slice(0, NOT_UNDERSTOOD_AT_MOST) ?? []),
        rejection?.code ?? null,
        rejection?.message ?? null,
      ],
    );
    await this.storeFiles(tx, id, files);
    await this.storeEntries(tx, id, read?.entries ?? []);
    const stored = await this.find(id, tx);
    if (stored === null) throw new Error('The publication that was just stored is not there.');
    return stored;
  }

  /** Puts it to use in place of the one that is. */
  async activate(
    tx: Transaction,
    { id, list }: Pick<PublicationSnapshot, 'id' | 'list'>,
    by: { readonly actor: string; readonly note: string | null } | null,
  ): Promise<void> {
    await tx.query(
      `UPDATE list_publications SET state = 'superseded' WHERE list = $1 AND state = 'active' AND id <> $2`,
      [list, id],
    );
    await tx.query(
      `UPDATE list_publications
       SET state = 'active', activated_at = now(), checked_at = now(), activated_by = $2, activation_note = $3
       WHERE id = $1`,
      [id, by?.actor ?? null, by?.note ?? null],
    );
  }

  /** It is still, or again, what its publisher gives. */
  async seen(tx: Transaction, id: PublicationId, origin: PublicationOrigin): Promise<void> {
    await tx.query('UPDATE list_publications SET checked_at = now(), origin = $2 WHERE id = $1', [id, origin]);
  }

  private async storeFiles(tx: Transaction, id: PublicationId, files: ListFiles): Promise<void> {
    const gzipped = await Promise.all([...files.values()].map((content) => promisify(gzip)(content)));
    await tx.query(
      `INSERT INTO list_publication_files (publication_id, name, gzipped)
       SELECT $1, name, gzipped FROM unnest($2::text[], $3::bytea[]) AS file (name, gzipped)`,
      [id, [...files.keys()], gzipped],
    );
  }

  private async storeEntries(tx: Transaction, id: PublicationId, entries: readonly SanctionsEntry[]): Promise<void> {
    await tx.query(
      `INSERT INTO list_entries (publication_id, entry_id, entry_type, name, fingerprint)
       SELECT $1, entry_id, entry_type, name, fingerprint
       FROM unnest($2::text[], $3::text[], $4::text[], $5::bytea[]) AS entry (entry_id, entry_type, name, fingerprint)`,
      [
        id,
        entries.map(({ entryId }) => entryId),
        entries.map(({ type }) => type),
        entries.map(({ names }) => names[0]?.name ?? ''),
        entries.map((entry) => Buffer.from(entryFingerprint(entry), 'hex')),
      ],
    );
  }
}
