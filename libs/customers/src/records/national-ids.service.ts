import { Database, type Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { CustomerId } from '../customer-ids';
import { agreementOfAll, type KeysAgreement, type NationalId, type NationalIdType } from '../mexico/national-id';
import { CustomerReader } from './customer-reader.service';
import { keyOwnerOf, nationalIdInTaxId } from './key-owner';
import { SealedNationalIds } from './national-ids.repository';
import { TaxIds } from './tax-ids.service';

/** What the keys of a customer say, and, for those who may, what they are. */
@Injectable()
export class NationalIds {
  constructor(
    private readonly database: Database,
    private readonly sealed: SealedNationalIds,
    private readonly reader: CustomerReader,
    private readonly taxIds: TaxIds,
  ) {}

  /** The whole number; whoever asks has the right to it and leaves a line in the audit trail. Null when there is none. */
  async decrypt(
    tx: Transaction,
    organizationId: OrganizationId,
    id: CustomerId,
    type: NationalIdType,
  ): Promise<NationalId | null> {
    const all = await this.sealed.open(tx, organizationId, id);
    return all.find((each) => each.type === type) ?? null;
  }

  /**
   * Whether the keys agree with who the customer is by now: what was entered agreed, but names and dates may have been changed
   * since. A Mexican tax number is one of the keys.
   * @param open the transaction to read in; one of its own when it is left out
   * @returns null when the organization has no such customer; `no_input` everywhere when it has no key
   */
  agreement(organizationId: OrganizationId, id: CustomerId, open?: Transaction): Promise<KeysAgreement | null> {
    const inside = (tx: Transaction) => this.compared(tx, organizationId, id);
    return open === undefined ? this.database.transaction(inside) : inside(open);
  }

  private async compared(
    tx: Transaction,
    organizationId: OrganizationId,
    id: CustomerId,
  ): Promise<KeysAgreement | null> {
    const customer = await this.reader.find(organizationId, id, tx);
    const owner = customer === null ? undefined : keyOwnerOf(customer);
    if (owner === undefined) return null;
    const keys = [
      ...(await this.sealed.open(tx, organizationId, id)),
      ...nationalIdInTaxId(await this.taxIds.decrypt(tx, organizationId, id)),
    ];
    return agreementOfAll(keys, owner);
  }
}
