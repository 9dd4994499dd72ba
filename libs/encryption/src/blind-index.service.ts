import { createHmac } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { DataKeyRepository } from './data-key.repository';
import type { KeyOwner } from './key-owner';

/** What is compared, and nothing else: the same value in another column has another index. */
export interface IndexedField {
  readonly table: string;
  readonly column: string;
}

/** The index has a key of its own, which stays when the keys that seal are followed by others. */
export const indexKeyOwner = (owner: KeyOwner): string => `${owner} blind-index`;

/**
 * Whether two values are equal, without their being readable: HMAC-SHA-256 under a key of the owner's. Without the key
 * nobody can try values out, and the same value of two organizations has two indexes.
 */
@Injectable()
export class BlindIndex {
  constructor(private readonly dataKeys: DataKeyRepository) {}

  /** @returns 32 bytes */
  async of(owner: KeyOwner, { table, column }: IndexedField, value: string): Promise<Buffer> {
    const { key } = await this.dataKeys.permanentKey(indexKeyOwner(owner));
    return createHmac('sha256', key).update([table, column, value].join('\0')).digest();
  }
}
