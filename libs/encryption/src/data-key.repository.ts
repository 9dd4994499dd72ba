import { randomBytes } from 'node:crypto';

import { loadConfig } from '@bonafide/configuration';
import { Database } from '@bonafide/database';
import { Injectable } from '@nestjs/common';

import { MasterKeys } from './master-keys';
import { MasterKeysConfig } from './master-keys.config';

export interface DataKey {
  readonly id: number;
  readonly owner: string;
  readonly key: Buffer;
}

interface DataKeyRow {
  readonly id: number;
  readonly owner: string;
  readonly wrapped: Buffer;
  readonly master_key_id: string;
  readonly created_at: Date;
}

/** A key younger than this seals; GCM's random nonces stay far below 2^32 messages a key. */
const SEALING_LIFETIME_MS = 30 * 24 * 3_600_000;

/** Data keys, one current per owner, unwrapped once a process. */
@Injectable()
export class DataKeyRepository {
  private readonly masterKeys = new MasterKeys(loadConfig(MasterKeysConfig).ENCRYPTION_MASTER_KEYS);
  private readonly byId = new Map<number, DataKey>();
  /** What {@link fetchAll} has found, still wrapped: a key whose master key is gone hinders nobody who does not need it. */
  private readonly wrapped = new Map<number, DataKeyRow>();
  private readonly fetched = new Map<string, Promise<void>>();
  private readonly current = new Map<string, { readonly key: DataKey; readonly until: number }>();
  private readonly permanent = new Map<string, DataKey>();

  constructor(private readonly database: Database) {}

  /**
   * A key that is never followed by another, for values that must come out the same for ever; made at the first use.
   * It is wrapped anew when the master key has changed.
   */
  async permanentKey(owner: string): Promise<DataKey> {
    const known = this.permanent.get(owner);
    if (known !== undefined) return known;
    const row = await this.oldestOrNew(owner);
    const key = this.unwrap(row);
    if (!this.masterKeys.isCurrent(row.master_key_id)) await this.rewrap(key);
    this.permanent.set(owner, key);
    return key;
  }

  /** The key that seals new values of this owner; made at the first use. */
  async sealingKey(owner: string): Promise<DataKey> {
    const known = this.current.get(owner);
    if (known !== undefined && known.until > Date.now()) return known.key;
    const [row] = await this.newest(owner);
    if (row !== undefined && this.sealsUntil(row) > Date.now()) return this.remember(row);
    return this.remember(await this.create(owner));
  }

  /** Fetches the keys of all values that this owner has by now, once a process. */
  fetchAll(owner: string): Promise<void> {
    const known = this.fetched.get(owner);
    if (known !== undefined) return known;
    const fetching = this.fetchWrapped(owner).catch((error: unknown) => {
      this.fetched.delete(owner);
      throw error;
    });
    this.fetched.set(owner, fetching);
    return fetching;
  }

  async byIdOf(id: number, owner: string): Promise<DataKey> {
    const known = this.byId.get(id);
    if (known?.owner === owner) return known;
    const wrapped = this.wrapped.get(id);
    if (wrapped?.owner === owner) return this.unwrap(wrapped);
    const [row] = await this.database.query<DataKeyRow>('SELECT * FROM data_keys WHERE id = $1 AND owner = $2', [
      id,
      owner,
    ]);
    if (row === undefined) throw new Error('The data key of a sealed value is gone: the value was erased with it.');
    return this.unwrap(row);
  }

  private async fetchWrapped(owner: string): Promise<void> {
    const rows = await this.database.query<DataKeyRow>('SELECT * FROM data_keys WHERE owner = $1', [owner]);
    for (const row of rows) this.wrapped.set(row.id, row);
  }

  /** The oldest, so that of two that were made at the same time all use the same. */
  private async oldestOrNew(owner: string): Promise<DataKeyRow> {
    const oldest = () =>
      this.database.query<DataKeyRow>('SELECT * FROM data_keys WHERE owner = $1 ORDER BY version LIMIT 1', [owner]);
    const [known] = await oldest();
    if (known !== undefined) return known;
    const made = await this.create(owner);
    const [first] = await oldest();
    return first ?? made;
  }

  private async rewrap({ id, owner, key }: DataKey): Promise<void> {
    const { masterKeyId, wrapped } = this.masterKeys.wrap(key, owner);
    await this.database.query('UPDATE data_keys SET wrapped = $3, master_key_id = $4 WHERE id = $1 AND owner = $2', [
      id,
      owner,
      wrapped,
      masterKeyId,
    ]);
  }

  private newest(owner: string): Promise<DataKeyRow[]> {
    return this.database.query('SELECT * FROM data_keys WHERE owner = $1 ORDER BY version DESC LIMIT 1', [owner]);
  }

  private async create(owner: string): Promise<DataKeyRow> {
    const { masterKeyId, wrapped } = this.masterKeys.wrap(randomBytes(32), owner);
    // Two that create at once: the second finds the version taken and uses what the first has stored.
    await this.database.query(
      `INSERT INTO data_keys (owner, version, wrapped, master_key_id)
       SELECT $1, coalesce(max(version), 0) + 1, $2, $3 FROM data_keys WHERE owner = $1
       ON CONFLICT (owner, version) DO NOTHING`,
      [owner, wrapped, masterKeyId],
    );
    const [row] = await this.newest(owner);
    if (row === undefined) throw new Error('The data key that was just stored is not there.');
    return row;
  }

  private remember(row: DataKeyRow): DataKey {
    const key = this.unwrap(row);
    this.current.set(row.owner, { key, until: this.sealsUntil(row) });
    return key;
  }

  /** A key under an old master key is followed by a new one, so that rotation of the master key takes hold by itself. */
  private sealsUntil(row: DataKeyRow): number {
    return this.masterKeys.isCurrent(row.master_key_id) ? row.created_at.getTime() + SEALING_LIFETIME_MS : 0;
  }

  private unwrap(row: DataKeyRow): DataKey {
    const key = this.masterKeys.unwrap({ masterKeyId: row.master_key_id, wrapped: row.wrapped }, row.owner);
    const dataKey = { id: row.id, owner: row.owner, key };
    this.byId.set(row.id, dataKey);
    this.wrapped.delete(row.id);
    return dataKey;
  }
}
