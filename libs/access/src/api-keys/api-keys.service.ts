import { loadConfig, ModeConfig } from '@bonafide/configuration';
import { Database, Notifications, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { defineId, type Id, INSTALLATION_ID, type OrganizationId } from '@bonafide/identifiers';
import { describeError, log } from '@bonafide/observability';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

import { ApiKeyConfig } from './api-key.config';
import { createApiKey, hashApiKey, isApiKeyOf, publicPartOf } from './api-key';
import type { Scope } from './scopes';

export type ApiKeyId = Id<'key'>;
export const apiKeyIds = defineId('key');

/** Who calls. `organizationId` is null for an operator. */
export interface Caller {
  readonly apiKeyId: ApiKeyId;
  readonly organizationId: OrganizationId | null;
  readonly scopes: readonly Scope[];
  readonly rateLimitPerMinute: number | null;
}

export interface ApiKeySnapshot {
  readonly id: ApiKeyId;
  readonly organizationId: OrganizationId | null;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

interface NewApiKey {
  readonly organizationId: OrganizationId | null;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | null;
}

interface AuthenticationRow {
  readonly id: ApiKeyId;
  readonly organization_id: OrganizationId | null;
  readonly scopes: readonly Scope[];
  readonly secret_hmac: Buffer;
  readonly expires_at: Date | null;
  readonly rate_limit_per_minute: number | null;
}

const REMEMBER_MS = 5_000;
const REMEMBER_AT_MOST = 10_000;
const USE_NOTED_EVERY_MS = 60_000;
const changedChannel = 'bonafide_api_keys';

const SNAPSHOT = `id, organization_id AS "organizationId", name, scopes, created_at AS "createdAt",
  expires_at AS "expiresAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"`;

/** API keys: made, shown once, recognised, rotated and revoked. */
@Injectable()
export class ApiKeys implements OnApplicationBootstrap {
  private readonly pepper = Buffer.from(loadConfig(ApiKeyConfig).API_KEY_PEPPER, 'base64');
  private readonly known = new Map<string, { readonly row: AuthenticationRow; readonly until: number }>();
  private readonly usedAt = new Map<ApiKeyId, number>();

  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
    private readonly encryption: FieldEncryption,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.notifications.listen(changedChannel, () => this.known.clear());
    const { OPERATOR_API_KEY } = loadConfig(ApiKeyConfig);
    if (OPERATOR_API_KEY !== undefined) await this.storeOperatorKey(OPERATOR_API_KEY);
  }

  /** @returns null when the key is unknown, revoked or expired; which of these is nobody's business */
  async authenticate(apiKey: string): Promise<Caller | null> {
    const publicPart = publicPartOf(apiKey);
    if (publicPart === null) return null;
    const row = await this.lookUp(publicPart);
    if (row === null || !isApiKeyOf(apiKey, row.secret_hmac, this.pepper)) return null;
    if (row.expires_at !== null && row.expires_at.getTime() <= Date.now()) return null;
    this.noteUse(row.id);
    // Now, for a transaction that seals must not have to wait for another connection.
    await Promise.all([
      this.encryption.prepare(row.organization_id ?? 'installation'),
      // Lists and rescreenings have jobs that belong to the installation.
      this.encryption.prepare(INSTALLATION_ID),
    ]);
    const { id, organization_id, scopes, rate_limit_per_minute } = row;
    return { apiKeyId: id, organizationId: organization_id, scopes, rateLimitPerMinute: rate_limit_per_minute };
  }

  /** The key itself is in the answer and nowhere else. */
  async create(
    tx: Transaction,
    key: NewApiKey,
  ): Promise<{ readonly apiKey: string; readonly snapshot: ApiKeySnapshot }> {
    const apiKey = createApiKey(loadConfig(ModeConfig).BONAFIDE_MODE);
    const [snapshot] = await tx.query<ApiKeySnapshot>(
      `INSERT INTO api_keys (id, organization_id, name, public_part, secret_hmac, scopes, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${SNAPSHOT}`,
      [
        apiKeyIds.create(),
        key.organizationId,
        key.name,
        publicPartOf(apiKey),
        hashApiKey(apiKey, this.pepper),
        key.scopes,
        key.expiresAt,
      ],
    );
    if (snapshot === undefined) throw new Error('The key that was just stored is not there.');
    return { apiKey, snapshot };
  }

  /** A new key with the same rights; the old one works for as long as the overlap lasts. Null when it is not there or revoked. */
  async rotate(
    tx: Transaction,
    organizationId: OrganizationId,
    id: ApiKeyId,
    overlapSeconds: number,
  ): Promise<{ readonly apiKey: string; readonly snapshot: ApiKeySnapshot } | null> {
    const [old] = await tx.query<ApiKeySnapshot>(
      `UPDATE api_keys SET expires_at = least(coalesce(expires_at, 'infinity'), now() + $3 * interval '1 second')
       WHERE id = $1 AND organization_id = $2 AND revoked_at IS NULL RETURNING ${SNAPSHOT}`,
      [id, organizationId, overlapSeconds],
    );
    if (old === undefined) return null;
    this.tellWhenCommitted(tx);
    return this.create(tx, { organizationId, name: old.name, scopes: old.scopes, expiresAt: null });
  }

  /** Takes effect at once. @returns null when the organization has no such key */
  async revoke(tx: Transaction, organizationId: OrganizationId, id: ApiKeyId): Promise<ApiKeySnapshot | null> {
    const [snapshot] = await tx.query<ApiKeySnapshot>(
      `UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1 AND organization_id = $2 RETURNING ${SNAPSHOT}`,
      [id, organizationId],
    );
    this.tellWhenCommitted(tx);
    return snapshot ?? null;
  }

  /** Newest first. */
  list(organizationId: OrganizationId, before: string | null, limit: number): Promise<ApiKeySnapshot[]> {
    return this.database.query<ApiKeySnapshot>(
      `SELECT ${SNAPSHOT} FROM api_keys
       WHERE organization_id = $1 AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [organizationId, before, limit],
    );
  }

  private async lookUp(publicPart: string): Promise<AuthenticationRow | null> {
    const known = this.known.get(publicPart);
    if (known !== undefined && known.until > Date.now()) return known.row;
    const [row] = await this.database.query<AuthenticationRow>(
      `SELECT api_keys.id, organization_id, scopes, secret_hmac, expires_at, rate_limit_per_minute
       FROM api_keys LEFT JOIN organizations ON organizations.id = organization_id
       WHERE public_part = $1 AND revoked_at IS NULL`,
      [publicPart],
    );
    if (row === undefined) return null;
    if (this.known.size >= REMEMBER_AT_MOST) this.known.clear();
    this.known.set(publicPart, { row, until: Date.now() + REMEMBER_MS });
    return row;
  }

  private async storeOperatorKey(apiKey: string): Promise<void> {
    await this.database.query(
      `INSERT INTO api_keys (id, organization_id, name, public_part, secret_hmac, scopes)
       VALUES ($1, NULL, 'OPERATOR_API_KEY', $2, $3, '{operator}') ON CONFLICT (public_part) DO NOTHING`,
      [apiKeyIds.create(), publicPartOf(apiKey), hashApiKey(apiKey, this.pepper)],
    );
  }

  private tellWhenCommitted(tx: Transaction): void {
    tx.afterCommit(() => {
      this.known.clear();
      this.notifications.send(changedChannel, 'changed');
    });
  }

  /** About once a minute a key, and never in the way of the request. */
  private noteUse(id: ApiKeyId): void {
    const now = Date.now();
    if (now - (this.usedAt.get(id) ?? 0) < USE_NOTED_EVERY_MS) return;
    this.usedAt.set(id, now);
    this.database
      .query('UPDATE api_keys SET last_used_at = now() WHERE id = $1', [id])
      .catch((error: unknown) => log.debug('api-key.use-not-noted', describeError(error)));
  }
}
