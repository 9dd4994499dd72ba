import { Injectable } from '@nestjs/common';

import { indexKeyOwner } from './blind-index.service';
import { DataKeyRepository } from './data-key.repository';
import type { KeyOwner } from './key-owner';
import { seal, SealBrokenError, unseal } from './sealing';

/** Where a sealed value lies. It opens there and nowhere else. */
export interface FieldPlace {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

/** A sealed value and where it lies. */
export interface SealedField {
  readonly place: FieldPlace;
  readonly sealed: Buffer;
}

const FORMAT_1 = 1;
const HEADER_BYTES = 5;

/**
 * Encrypts single fields for the database: AES-256-GCM under the owner's data key, bound to organization, table,
 * column and row, so that a value copied to another row or another organization does not open.
 * Layout: format (1 byte), data key id (4 bytes, big endian), nonce (12), ciphertext, tag (16).
 */
@Injectable()
export class FieldEncryption {
  constructor(private readonly dataKeys: DataKeyRepository) {}

  /**
   * Fetches or makes the owner's keys now, also those of what was sealed long ago. Called before a transaction is opened,
   * so that sealing, opening or indexing inside it never has to wait for a second connection of the pool.
   */
  async prepare(owner: KeyOwner): Promise<void> {
    await this.dataKeys.fetchAll(owner);
    await this.dataKeys.sealingKey(owner);
    await this.dataKeys.permanentKey(indexKeyOwner(owner));
  }

  async seal(owner: KeyOwner, place: FieldPlace, plaintext: Buffer): Promise<Buffer> {
    const dataKey = await this.dataKeys.sealingKey(owner);
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt8(FORMAT_1, 0);
    header.writeUInt32BE(dataKey.id, 1);
    return Buffer.concat([header, seal(dataKey.key, associatedData(owner, place), plaintext)]);
  }

  /** @throws SealBrokenError */
  async open(owner: KeyOwner, place: FieldPlace, sealed: Buffer): Promise<Buffer> {
    const dataKey = await this.dataKeys.byIdOf(keyIdOf(sealed), owner);
    return unseal(dataKey.key, associatedData(owner, place), sealed.subarray(HEADER_BYTES));
  }

  /**
   * Opens values of one owner by the thousand: keys are fetched once, and nothing is waited for in between.
   * @returns in the order given; null for one whose seal is broken
   */
  async openMany(owner: KeyOwner, values: readonly SealedField[]): Promise<(Buffer | null)[]> {
    const keyIds = new Set(values.flatMap(({ sealed }) => (isSealed(sealed) ? [keyIdOf(sealed)] : [])));
    const keys = new Map(
      await Promise.all([...keyIds].map(async (id) => [id, (await this.dataKeys.byIdOf(id, owner)).key] as const)),
    );
    return values.map(({ place, sealed }) => {
      const key = isSealed(sealed) ? keys.get(keyIdOf(sealed)) : undefined;
      if (key === undefined) return null;
      try {
        return unseal(key, associatedData(owner, place), sealed.subarray(HEADER_BYTES));
      } catch (error) {
        if (error instanceof SealBrokenError) return null;
        throw error;
      }
    });
  }

  sealJson(owner: KeyOwner, place: FieldPlace, value: unknown): Promise<Buffer> {
    return this.seal(owner, place, Buffer.from(JSON.stringify(value)));
  }

  /** `Value` is what was sealed there; the seal vouches that it is unchanged. */
  async openJson<Value>(owner: KeyOwner, place: FieldPlace, sealed: Buffer): Promise<Value> {
    return JSON.parse((await this.open(owner, place, sealed)).toString()) as Value;
  }
}

function associatedData(owner: KeyOwner, { table, column, row }: FieldPlace): string {
  return [owner, table, column, row].join('\0');
}

const isSealed = (sealed: Buffer): boolean => sealed.length >= HEADER_BYTES && sealed.readUInt8(0) === FORMAT_1;

function keyIdOf(sealed: Buffer): number {
  if (!isSealed(sealed)) throw new SealBrokenError();
  return sealed.readUInt32BE(1);
}
