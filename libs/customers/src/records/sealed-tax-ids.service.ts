import { BlindIndex, FieldEncryption, type FieldPlace } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { MaskedTaxId, TaxId } from './customer-record';
import { comparableEmail } from './email-address';
import { comparableTaxId, maskedTaxId } from './tax-id';

/** A tax number as it is stored: sealed, found again by its index, shown by its mask. */
export interface SealedTaxId {
  readonly sealed: Buffer;
  readonly index: Buffer;
  readonly masked: MaskedTaxId;
}

/** Seals what only `customers:decrypt` opens, and makes the blind indexes by which equal values are found. */
@Injectable()
export class SealedTaxIds {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly blindIndex: BlindIndex,
  ) {}

  async seal(organizationId: OrganizationId, place: FieldPlace, taxId: TaxId): Promise<SealedTaxId> {
    const [sealed, index] = await Promise.all([
      this.encryption.sealJson(organizationId, place, taxId),
      // One index for customers and for those who act for them: the same number is a duplicate in either place.
      this.blindIndex.of(organizationId, { table: 'customers', column: 'tax_id_index' }, comparableTaxId(taxId)),
    ]);
    return { sealed, index, masked: maskedTaxId(taxId) };
  }

  open(organizationId: OrganizationId, place: FieldPlace, sealed: Buffer): Promise<TaxId> {
    return this.encryption.openJson<TaxId>(organizationId, place, sealed);
  }

  emailIndex(organizationId: OrganizationId, email: string): Promise<Buffer> {
    return this.blindIndex.of(organizationId, { table: 'customers', column: 'email_index' }, comparableEmail(email));
  }
}
