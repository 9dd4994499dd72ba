import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import type { Submitter } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

import type { CustomerId } from '../customer-ids';
import { Standings } from '../ladder/standings.repository';
import { CustomerReader } from '../records/customer-reader.service';
import type { Address, CustomerInput } from '../records/customer-record';
import type { CustomerSnapshot } from '../records/customer-snapshot';
import { type CustomerAnswer, Customers } from '../records/customers.service';
import type { AddressVerificationSnapshot } from './address-verification';
import { AddressVerifications } from './address-verifications.service';

interface AddressOfCustomer {
  readonly customerId: CustomerId;
  readonly addressId: string;
}

/** What people ask for one address of a customer. */
@Injectable()
export class CustomerAddresses {
  constructor(
    private readonly customers: Customers,
    private readonly reader: CustomerReader,
    private readonly standings: Standings,
    private readonly verifications: AddressVerifications,
  ) {}

  /**
   * @returns the verification that was begun, or the one that the address waits for already; null when the organization has no such
   * address; `no-vendor` when nobody can be asked
   */
  async verify(
    tx: Transaction,
    organizationId: OrganizationId,
    { customerId, addressId }: AddressOfCustomer,
    submitter: Submitter,
  ): Promise<AddressVerificationSnapshot | 'no-vendor' | null> {
    const customer = await this.locked(tx, organizationId, customerId);
    const address = customer?.addresses.find(({ id }) => id === addressId);
    if (address === undefined) return null;
    if (this.verifications.vendor === null) return 'no-vendor';
    await this.verifications.begin(tx, organizationId, [{ customerId, address }], {
      cause: 'requested',
      submitter,
      lane: 'interactive',
    });
    const all = await this.verifications.standing(tx, organizationId, customerId);
    return all.find((each) => each.addressId === addressId && each.state === 'pending') ?? null;
  }

  /**
   * Puts the vendor's form in the place of what was entered, as any other edit of the customer.
   * @param change the record with this one address changed
   * @returns null when the organization has no such address; `no-correction` when the vendor has none for it as it is now
   */
  async acceptCorrection(
    tx: Transaction,
    organizationId: OrganizationId,
    { customerId, addressId }: AddressOfCustomer,
    change: (current: CustomerSnapshot, corrected: Address) => CustomerInput,
    submitter: Submitter,
  ): Promise<CustomerAnswer | 'no-correction' | null> {
    // Locked before the correction is read: it is about the address that it replaces.
    const customer = await this.locked(tx, organizationId, customerId);
    if (customer?.addresses.some(({ id }) => id === addressId) !== true) return null;
    const current = customer.addressVerifications.find((each) => each.addressId === addressId && each.isCurrent);
    const correction = current?.correction ?? null;
    if (correction === null) return 'no-correction';
    return this.customers.change(tx, organizationId, customerId, (now) => change(now, correction), submitter);
  }

  /** Whether the customer has the address, or has had it and something was asked about it. */
  async exists(organizationId: OrganizationId, { customerId, addressId }: AddressOfCustomer): Promise<boolean> {
    const customer = await this.reader.find(organizationId, customerId);
    if (customer === null) return false;
    if (customer.addresses.some(({ id }) => id === addressId)) return true;
    const [past] = await this.verifications.list(organizationId, { customerId, addressId }, { limit: 1 });
    return past !== undefined;
  }

  private async locked(
    tx: Transaction,
    organizationId: OrganizationId,
    id: CustomerId,
  ): Promise<CustomerSnapshot | null> {
    if ((await this.standings.lockOne(tx, organizationId, id)) === null) return null;
    return this.reader.find(organizationId, id, tx);
  }
}
