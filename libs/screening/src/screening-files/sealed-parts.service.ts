import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';

import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { RowBatch } from '../files/row-batch';
import type { ScreeningFilePartId } from '../screening-ids';
import { partInputPlace, partResultPlace } from '../screenings/sealed-places';

/** Rows and results of a part as they lie in the database: compressed, for that no longer works afterwards, and sealed. */
@Injectable()
export class SealedParts {
  constructor(private readonly encryption: FieldEncryption) {}

  async sealInput(organizationId: OrganizationId, id: ScreeningFilePartId, batch: RowBatch): Promise<Buffer> {
    const gzipped = await compress(Buffer.from(JSON.stringify(batch)));
    return this.encryption.seal(organizationId, partInputPlace(id), gzipped);
  }

  /** @throws SealBrokenError */
  async openInput(organizationId: OrganizationId, id: ScreeningFilePartId, sealed: Buffer): Promise<RowBatch> {
    const gzipped = await this.encryption.open(organizationId, partInputPlace(id), sealed);
    return JSON.parse((await promisify(gunzip)(gzipped)).toString()) as RowBatch;
  }

  /** @param gzippedLines of {@link compress} */
  sealResult(organizationId: OrganizationId, id: ScreeningFilePartId, gzippedLines: Buffer): Promise<Buffer> {
    return this.encryption.seal(organizationId, partResultPlace(id), gzippedLines);
  }

  /** @throws SealBrokenError */
  async openResult(organizationId: OrganizationId, id: ScreeningFilePartId, sealed: Buffer): Promise<Buffer> {
    return promisify(gunzip)(await this.encryption.open(organizationId, partResultPlace(id), sealed));
  }
}

/** In another thread, and as fast as can be. */
export const compress = (content: Uint8Array): Promise<Buffer> =>
  promisify<Uint8Array, object, Buffer>(gzip)(content, { level: constants.Z_BEST_SPEED });
