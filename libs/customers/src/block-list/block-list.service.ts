import { Database, type Transaction } from '@bonafide/database';
import { BlindIndex, FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { type BlockedEntryId, blockedEntryIds } from '../customer-ids';
import { blockReasonPlace } from '../records/sealed-places';
import {
  type BlockedKind,
  type BlockedValue,
  type BlockListApplicant,
  type ComparableValue,
  comparableValue,
  valuesOf,
} from './blocked-value';

/** What becomes of a verification in which the value turns up. It is never approved by itself. */
export const blockOutcomes = ['needs_review', 'declined'] as const;
export type BlockOutcome = (typeof blockOutcomes)[number];

/** Who blocks what and why. The value itself is not kept, so nobody can read it back. */
export interface BlockedEntry {
  readonly id: BlockedEntryId;
  readonly kind: BlockedKind;
  readonly outcome: BlockOutcome;
  readonly reason: string;
  /** The person's id in the organization's own system. */
  readonly actor: string;
  readonly apiKeyId: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A value of an applicant that is on the list. */
export type BlockListMatch = Pick<BlockedEntry, 'id' | 'kind' | 'outcome'>;

export interface BlockGrounds {
  readonly outcome: BlockOutcome;
  readonly reason: string;
  readonly actor: string;
  readonly apiKeyId: string;
}

export type AddedEntry =
  | { readonly entry: BlockedEntry }
  | { readonly field: 'value' | 'currency'; readonly fault: string }
  /** The value is on the list already. */
  | { readonly known: BlockedEntryId };

export interface BlockListPage {
  readonly kind?: BlockedKind | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

type EntryRow = Omit<BlockedEntry, 'reason'> & { readonly reason: Buffer };
type Source = Pick<Transaction, 'query'>;

const COLUMNS = `id, kind, outcome, reason, actor, api_key_id AS "apiKeyId", created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Values that an organization has blocked: of each nothing but a blind index. */
@Injectable()
export class BlockList {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly blindIndex: BlindIndex,
  ) {}

  async add(
    tx: Transaction,
    organizationId: OrganizationId,
    blocked: BlockedValue,
    { outcome, reason, actor, apiKeyId }: BlockGrounds,
  ): Promise<AddedEntry> {
    const value = comparableValue(blocked);
    if ('fault' in value) return value;
    const id = blockedEntryIds.create();
    const index = await this.indexOf(organizationId, blocked.kind, value.comparable);
    const [row] = await tx.query<EntryRow>(
      `INSERT INTO block_list_entries (id, organization_id, kind, value_index, outcome, reason, actor, api_key_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (organization_id, kind, value_index) DO NOTHING RETURNING ${COLUMNS}`,
      [
        id,
        organizationId,
        blocked.kind,
        index,
        outcome,
        await this.sealed(organizationId, id, reason),
        actor,
        apiKeyId,
      ],
    );
    if (row !== undefined) return { entry: { ...row, reason } };
    const [known] = await this.matchesOf(tx, organizationId, [{ kind: blocked.kind, index }]);
    if (known === undefined) throw new Error('A value is on the block list and is not.');
    return { known: known.id };
  }

  /** @returns null when the organization has no such entry */
  async find(organizationId: OrganizationId, id: BlockedEntryId): Promise<BlockedEntry | null> {
    const [row] = await this.database.query<EntryRow>(
      `SELECT ${COLUMNS} FROM block_list_entries WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    return row === undefined ? null : this.open(organizationId, row);
  }

  /** Newest first. */
  async list(organizationId: OrganizationId, { kind, before, limit }: BlockListPage): Promise<BlockedEntry[]> {
    const rows = await this.database.query<EntryRow>(
      `SELECT ${COLUMNS} FROM block_list_entries
       WHERE organization_id = $1 AND ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [organizationId, kind ?? null, before ?? null, limit],
    );
    return Promise.all(rows.map((row) => this.open(organizationId, row)));
  }

  /** The outcome and the reason become others; the value cannot. @returns null when the organization has no such entry */
  async change(
    tx: Transaction,
    organizationId: OrganizationId,
    id: BlockedEntryId,
    { outcome, reason, actor, apiKeyId }: BlockGrounds,
  ): Promise<BlockedEntry | null> {
    const [row] = await tx.query<EntryRow>(
      `UPDATE block_list_entries SET outcome = $3, reason = $4, actor = $5, api_key_id = $6, updated_at = now()
       WHERE id = $1 AND organization_id = $2 RETURNING ${COLUMNS}`,
      [id, organizationId, outcome, await this.sealed(organizationId, id, reason), actor, apiKeyId],
    );
    return row === undefined ? null : { ...row, reason };
  }

  async remove(tx: Transaction, organizationId: OrganizationId, id: BlockedEntryId): Promise<boolean> {
    const removed = await tx.query(
      `DELETE FROM block_list_entries WHERE id = $1 AND organization_id = $2 RETURNING id`,
      [id, organizationId],
    );
    return removed.length > 0;
  }

  /**
   * What of an applicant the organization has blocked. What cannot be read as a value of its kind is on no list.
   * @param source the open transaction, or the database
   */
  async matches(
    source: Source,
    organizationId: OrganizationId,
    applicant: BlockListApplicant,
  ): Promise<BlockListMatch[]> {
    const indexed = await Promise.all(
      valuesOf(applicant).map(async (blocked) => {
        const value = comparableValue(blocked);
        if ('fault' in value) return [];
        return [{ kind: blocked.kind, index: await this.indexOf(organizationId, blocked.kind, value.comparable) }];
      }),
    );
    return this.matchesOf(source, organizationId, indexed.flat());
  }

  /** The same of one value. */
  async lookUp(
    source: Source,
    organizationId: OrganizationId,
    blocked: BlockedValue,
  ): Promise<BlockListMatch[] | Exclude<ComparableValue, { readonly comparable: string }>> {
    const value = comparableValue(blocked);
    if ('fault' in value) return value;
    const index = await this.indexOf(organizationId, blocked.kind, value.comparable);
    return this.matchesOf(source, organizationId, [{ kind: blocked.kind, index }]);
  }

  private async matchesOf(
    source: Source,
    organizationId: OrganizationId,
    values: readonly { readonly kind: BlockedKind; readonly index: Buffer }[],
  ): Promise<BlockListMatch[]> {
    if (values.length === 0) return [];
    return source.query<BlockListMatch>(
      `SELECT DISTINCT id, kind, outcome FROM block_list_entries
       WHERE organization_id = $1
         AND (kind, value_index) IN (SELECT * FROM unnest($2::text[], $3::bytea[])) ORDER BY id`,
      [organizationId, values.map(({ kind }) => kind), values.map(({ index }) => index)],
    );
  }

  private indexOf(organizationId: OrganizationId, kind: BlockedKind, comparable: string): Promise<Buffer> {
    const field = { table: 'block_list_entries', column: 'value_index' };
    return this.blindIndex.of(organizationId, field, `${kind}:${comparable}`);
  }

  private sealed(organizationId: OrganizationId, id: BlockedEntryId, reason: string): Promise<Buffer> {
    return this.encryption.sealJson(organizationId, blockReasonPlace(id), reason);
  }

  private async open(organizationId: OrganizationId, row: EntryRow): Promise<BlockedEntry> {
    const reason = await this.encryption.openJson<string>(organizationId, blockReasonPlace(row.id), row.reason);
    return { ...row, reason };
  }
}

/** What all matches together make of a verification; null when there are none. */
export function outcomeOfMatches(matches: readonly Pick<BlockListMatch, 'outcome'>[]): BlockOutcome | null {
  if (matches.length === 0) return null;
  return matches.some(({ outcome }) => outcome === 'declined') ? 'declined' : 'needs_review';
}
