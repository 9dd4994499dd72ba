import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { createdAtOf, type OrganizationId } from '@bonafide/identifiers';
import type { Submitter } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

import { beneficiaryIds, type CustomerId } from '../customer-ids';
import { storedCryptoAddresses } from '../crypto-addresses/crypto-address';
import { levelOf } from '../ladder/customer-status';
import { maskedNationalId, type MaskedNationalId } from '../mexico/national-id';
import type { CustomerInput, MaskedTaxId } from './customer-record';
import type { CustomerSnapshot, SealedRecord, StoredRepresentative } from './customer-snapshot';
import { ContactParts } from './contact-parts.repository';
import { ExternalIds } from './external-ids.repository';
import { SealedNationalIds } from './national-ids.repository';
import { RecordHistory } from './record-history.repository';
import { Representatives } from './representatives.repository';
import { recordPlace, taxIdPlace } from './sealed-places';
import { type SealedTaxId, SealedTaxIds } from './sealed-tax-ids.service';
import { searchedNamesOf } from './searchable-name';

/** Writes what was entered of a customer: names in the clear to be searched, the rest sealed. */
@Injectable()
export class CustomerWriter {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly taxIds: SealedTaxIds,
    private readonly contacts: ContactParts,
    private readonly externalIds: ExternalIds,
    private readonly representatives: Representatives,
    private readonly nationalIds: SealedNationalIds,
    private readonly history: RecordHistory,
  ) {}

  /** @returns the keys of external ids that name another customer; then nothing may be committed */
  async insert(
    tx: Transaction,
    organizationId: OrganizationId,
    id: CustomerId,
    input: CustomerInput,
  ): Promise<string[]> {
    const taxId = await this.sealTaxId(organizationId, id, input);
    const { name, sortName, searchNames } = searchedNamesOf(input);
    await tx.query(
      `INSERT INTO customers (id, organization_id, type, name, sort_name, search_names, record, email_index, tax_id,
                              tax_id_index, status, sanctions_state, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'pending', $12)`,
      [
        id,
        organizationId,
        input.type,
        name,
        sortName,
        searchNames,
        await this.sealRecord(organizationId, id, input, taxId?.masked ?? null, []),
        await this.emailIndex(organizationId, input),
        taxId?.sealed ?? null,
        taxId?.index ?? null,
        levelOf('none'),
        createdAtOf(id),
      ],
    );
    return this.storeParts(tx, organizationId, id, input, []);
  }

  /** As {@link insert}; what the record said before is kept. The customer must be locked. */
  async update(
    tx: Transaction,
    organizationId: OrganizationId,
    before: CustomerSnapshot,
    input: CustomerInput,
    submitter: Submitter,
  ): Promise<string[]> {
    const { id } = before;
    await this.history.keep(tx, organizationId, before, submitter);
    const keepsTaxId = input.taxId === undefined;
    const taxId = await this.sealTaxId(organizationId, id, input);
    const masked = keepsTaxId ? before.taxId : (taxId?.masked ?? null);
    const { name, sortName, searchNames } = searchedNamesOf(input);
    await tx.query(
      `UPDATE customers SET name = $2, sort_name = $3, search_names = $4, record = $5, email_index = $6,
              tax_id = CASE WHEN $7 THEN tax_id ELSE $8 END, tax_id_index = CASE WHEN $7 THEN tax_id_index ELSE $9 END,
              updated_at = now()
       WHERE id = $1`,
      [
        id,
        name,
        sortName,
        searchNames,
        await this.sealRecord(organizationId, id, input, masked, before.nationalIds),
        await this.emailIndex(organizationId, input),
        keepsTaxId,
        taxId?.sealed ?? null,
        taxId?.index ?? null,
      ],
    );
    return this.storeParts(tx, organizationId, id, input, before.representatives);
  }

  /** Whatever was asked about the customer before is about somebody else now. */
  async noteNewIdentity(tx: Transaction, id: CustomerId): Promise<void> {
    await tx.query(`UPDATE customers SET identity_version = identity_version + 1 WHERE id = $1`, [id]);
  }

  async remove(tx: Transaction, id: CustomerId): Promise<void> {
    await tx.query(`UPDATE customers SET deleted_at = now(), updated_at = now() WHERE id = $1`, [id]);
    await this.externalIds.remove(tx, id);
  }

  /** Something to compare: another text when a number of the customer or of anybody of it is another. */
  async numberIndexes(tx: Transaction, id: CustomerId): Promise<string> {
    const rows = await tx.query<{ index: string }>(
      `SELECT 'customer ' || coalesce(encode(tax_id_index, 'hex'), '') AS index FROM customers WHERE id = $1
       UNION ALL
       SELECT id || ' ' || coalesce(encode(tax_id_index, 'hex'), '') FROM customer_representatives WHERE customer_id = $1
       UNION ALL
       SELECT type || ' ' || encode(number_index, 'hex') FROM customer_national_ids WHERE customer_id = $1
       ORDER BY 1`,
      [id],
    );
    return rows.map(({ index }) => index).join('\n');
  }

  private async storeParts(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    { addresses, phones, externalIds, representatives, nationalIds }: CustomerInput,
    known: readonly StoredRepresentative[],
  ): Promise<string[]> {
    await this.contacts.store(tx, organizationId, customerId, { addresses, phones });
    await this.representatives.store(tx, { organizationId, customerId }, representatives, known);
    if (nationalIds !== undefined) {
      await this.nationalIds.store(tx, { organizationId, customerId }, nationalIds);
    }
    return this.externalIds.store(tx, organizationId, customerId, externalIds);
  }

  private sealRecord(
    organizationId: OrganizationId,
    id: CustomerId,
    { individual, business, email, nationalIds, cryptoAddresses = [], beneficiaries = [] }: CustomerInput,
    taxId: MaskedTaxId | null,
    keptNationalIds: readonly MaskedNationalId[],
  ): Promise<Buffer> {
    const record: SealedRecord = {
      individual,
      business,
      email,
      taxId: taxId ?? undefined,
      nationalIds: nationalIds?.map(maskedNationalId) ?? keptNationalIds,
      cryptoAddresses: cryptoAddresses.length === 0 ? undefined : storedCryptoAddresses(cryptoAddresses),
      beneficiaries:
        beneficiaries.length === 0
          ? undefined
          : beneficiaries.map((each) => ({ ...each, id: each.id ?? beneficiaryIds.create() })),
    };
    return this.encryption.sealJson(organizationId, recordPlace(id), record);
  }

  private async sealTaxId(
    organizationId: OrganizationId,
    id: CustomerId,
    { taxId }: CustomerInput,
  ): Promise<SealedTaxId | null> {
    return taxId === null || taxId === undefined ? null : this.taxIds.seal(organizationId, taxIdPlace(id), taxId);
  }

  private async emailIndex(organizationId: OrganizationId, { email }: CustomerInput): Promise<Buffer | null> {
    return email === undefined ? null : this.taxIds.emailIndex(organizationId, email);
  }
}
