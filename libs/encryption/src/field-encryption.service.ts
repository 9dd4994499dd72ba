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
   * Fetches or makes the owner's keys now. Called before a transaction is opened, so that sealing or indexing inside it
   * never has to wait for a second connection of the pool.
   */
  async prepare(owner: KeyOwner): Promise<void> {
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
    if (sealed.length < HEADER_BYTES || sealed.readUInt8(0) !== FORMAT_1) throw new SealBrokenError();
    const dataKey = await this.dataKeys.byIdOf(sealed.readUInt32BE(1), owner);
    return unseal(dataKey.key, associatedData(owner, place), sealed.subarray(HEADER_BYTES));
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
