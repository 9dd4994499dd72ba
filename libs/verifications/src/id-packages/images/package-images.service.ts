import type { CustomerId } from '@bonafide/customers';
import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { type IdPackageId, type ImageId, imageIds } from '../id-package-ids';
import { imagePlace } from '../sealed-places';
import type { ImageMediaType, ImageSize } from './image-file';

/** What is said of an image; never its bytes. */
export interface ImageSnapshot extends ImageSize {
  readonly id: ImageId;
  readonly mediaType: ImageMediaType;
  readonly bytes: number;
  /** The package that it is used by. */
  readonly packageId: IdPackageId | null;
  readonly uploadedAt: Date;
  readonly erasedAt: Date | null;
}

/** A file that was looked at (`readImageFile`), and whose it is. */
export interface UploadedImage {
  readonly organizationId: OrganizationId;
  readonly customerId: CustomerId;
  readonly mediaType: ImageMediaType;
  readonly size: ImageSize;
  readonly content: Buffer;
  readonly apiKeyId: string;
}

/** Why an image cannot be used: it is not the customer's, in another package, or gone. */
export interface UnusableImage {
  readonly id: ImageId;
  readonly why: 'unknown' | 'used' | 'erased';
}

const COLUMNS = `id, media_type AS "mediaType", bytes, width, height, package_id AS "packageId",
  uploaded_at AS "uploadedAt", erased_at AS "erasedAt"`;
/** How long an image waits for a package. */
const UNUSED_HOURS = 24;

/**
 * Images of documents, sealed in Postgres. Whatever else may keep them one day takes the place of this class: nobody but
 * it knows where they lie.
 */
@Injectable()
export class PackageImages {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  async store(tx: Transaction, image: UploadedImage): Promise<ImageSnapshot> {
    const { organizationId, customerId, mediaType, size, content, apiKeyId } = image;
    const id = imageIds.create();
    const sealed = await this.encryption.seal(organizationId, imagePlace(id), content);
    const [stored] = await tx.query<ImageSnapshot>(
      `INSERT INTO id_package_images (id, organization_id, customer_id, media_type, bytes, width, height, content,
                                      uploaded_with)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`,
      [id, organizationId, customerId, mediaType, content.length, size.width, size.height, sealed, apiKeyId],
    );
    if (stored === undefined) throw new Error('The image that was just stored is not there.');
    return stored;
  }

  /**
   * Gives images to a package, all or none; of two packages that want the same one gets it.
   * @param lender a package that failed, whose images may go over to the new one
   * @returns those that stand in the way
   */
  async take(
    tx: Transaction,
    customerId: CustomerId,
    packageId: IdPackageId,
    ids: readonly ImageId[],
    lender: IdPackageId | null,
  ): Promise<UnusableImage[]> {
    // Locked in one order, whoever asks.
    const rows = await tx.query<Pick<ImageSnapshot, 'id' | 'packageId' | 'erasedAt'>>(
      `SELECT id, package_id AS "packageId", erased_at AS "erasedAt" FROM id_package_images
       WHERE id = ANY ($1) AND customer_id = $2 ORDER BY id FOR UPDATE`,
      [ids, customerId],
    );
    const unusable = ids.flatMap((id): UnusableImage[] => {
      const row = rows.find((each) => each.id === id);
      if (row === undefined) return [{ id, why: 'unknown' }];
      if (row.erasedAt !== null) return [{ id, why: 'erased' }];
      return row.packageId === null || row.packageId === lender ? [] : [{ id, why: 'used' }];
    });
    if (unusable.length === 0) {
      await tx.query('UPDATE id_package_images SET package_id = $2 WHERE id = ANY ($1)', [ids, packageId]);
    }
    return unusable;
  }

  /** @returns null when it was erased. @throws SealBrokenError */
  async open(
    organizationId: OrganizationId,
    id: ImageId,
    source: Pick<Transaction, 'query'> = this.database,
  ): Promise<Buffer | null> {
    const [row] = await source.query<{ content: Buffer | null }>(
      'SELECT content FROM id_package_images WHERE id = $1 AND organization_id = $2',
      [id, organizationId],
    );
    return row?.content == null ? null : this.encryption.open(organizationId, imagePlace(id), row.content);
  }

  async find(
    organizationId: OrganizationId,
    customerId: CustomerId,
    id: ImageId,
    source: Pick<Transaction, 'query'> = this.database,
  ): Promise<ImageSnapshot | null> {
    const [image] = await source.query<ImageSnapshot>(
      `SELECT ${COLUMNS} FROM id_package_images WHERE id = $1 AND organization_id = $2 AND customer_id = $3`,
      [id, organizationId, customerId],
    );
    return image ?? null;
  }

  /** Their bytes are gone; that they were there stays on record. */
  async eraseOf(tx: Transaction, packageIds: readonly IdPackageId[]): Promise<void> {
    await tx.query(
      `UPDATE id_package_images SET content = NULL, erased_at = now() WHERE package_id = ANY ($1) AND erased_at IS NULL`,
      [packageIds],
    );
  }

  /** Images that were uploaded for a package that did not come, by id. @param after the last one seen */
  unused(tx: Transaction, after: string, limit: number): Promise<{ id: ImageId; customerId: CustomerId }[]> {
    return tx.query(
      `SELECT id, customer_id AS "customerId" FROM id_package_images
       WHERE package_id IS NULL AND erased_at IS NULL AND uploaded_at < now() - $1 * interval '1 hour' AND id > $2
       ORDER BY id LIMIT $3`,
      [UNUSED_HOURS, after, limit],
    );
  }

  /** Those of them that are still used by no package. */
  async remove(tx: Transaction, ids: readonly ImageId[]): Promise<void> {
    await tx.query('DELETE FROM id_package_images WHERE id = ANY ($1) AND package_id IS NULL', [ids]);
  }
}
