import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import type { Submitter } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

import { AddressVerifications } from '../addresses/address-verifications.service';
import { type CustomerId, customerIds } from '../customer-ids';
import type { CustomerFacts } from '../ladder/customer-facts';
import { movedByEdit, movedByFacts } from '../ladder/ladder-rules';
import { Ladder } from '../ladder/ladder.service';
import { type LockedCustomer, type SanctionsFact, Standings } from '../ladder/standings.repository';
import { CustomerScreenings } from '../screening/customer-screenings.service';
import type { CustomerScreeningLink, RoundCause } from '../screening/screening-links.repository';
import { type CustomerFault, customerFaults } from './customer-faults';
import type { CustomerInput } from './customer-record';
import { CustomerReader } from './customer-reader.service';
import type { CustomerSnapshot } from './customer-snapshot';
import { CustomerWriter } from './customer-writer.service';
import { hasSameWallets, isSameIdentity, mentionsNumber } from './identity';

/** Either it was done, or nothing may be committed and each fault says why. */
export type CustomerAnswer =
  | { readonly customer: CustomerSnapshot }
  | { readonly faults: readonly CustomerFault[] }
  /** Pairs that name another customer of the organization already. */
  | { readonly takenExternalIds: readonly string[] };

/** What nobody has vouched for yet, and what is just being looked for. */
const factsOfTheNew: CustomerFacts = { identityVerified: false, taxIdVerified: false, sanctions: 'pending' };

const beingScreened: SanctionsFact = { state: 'pending', listSetId: null, listsCheckedAt: null };

/** Customers: made, changed, removed; with the screenings and the moves that follow from it. */
@Injectable()
export class Customers {
  constructor(
    private readonly writer: CustomerWriter,
    private readonly reader: CustomerReader,
    private readonly standings: Standings,
    private readonly ladder: Ladder,
    private readonly screenings: CustomerScreenings,
    private readonly addresses: AddressVerifications,
  ) {}

  /** Stored and submitted to be screened. Nobody is refused for the tax number of another. */
  async create(
    tx: Transaction,
    organizationId: OrganizationId,
    input: CustomerInput,
    submitter: Submitter,
  ): Promise<CustomerAnswer> {
    const faults = [...customerFaults(input), ...unknownParts(input, null)];
    if (faults.length > 0) return { faults };
    const id = customerIds.create();
    const takenExternalIds = await this.writer.insert(tx, organizationId, id, input);
    if (takenExternalIds.length > 0) return { takenExternalIds };
    const customer = await this.stored(tx, organizationId, id);
    await this.screenings.begin(tx, organizationId, customer, 'created', submitter);
    await this.addresses.follow(tx, organizationId, id, { before: [], after: customer.addresses }, submitter);
    await this.ladder.enter(tx, organizationId, id, submitter);
    const addressVerifications = await this.addresses.standing(tx, organizationId, id);
    return { customer: { ...customer, addressVerifications } };
  }

  /**
   * Becomes what `change` makes of what is there. When that is somebody else than before, what was verified is verified no
   * longer, the customer has to be reviewed, and all its names are screened again. Other wallets are screened and no more.
   * @returns null when the organization has no such customer
   */
  async change(
    tx: Transaction,
    organizationId: OrganizationId,
    id: CustomerId,
    change: (current: CustomerSnapshot) => CustomerInput,
    submitter: Submitter,
  ): Promise<CustomerAnswer | null> {
    const locked = await this.standings.lockOne(tx, organizationId, id);
    if (locked === null) return null;
    const before = await this.stored(tx, organizationId, id);
    const input = change(before);
    const faults = [...typeFaults(before, input), ...customerFaults(input), ...unknownParts(input, before)];
    if (faults.length > 0) return { faults };
    const numbersBefore = mentionsNumber(input) ? await this.writer.numberIndexes(tx, id) : '';
    const takenExternalIds = await this.writer.update(tx, organizationId, before, input, submitter);
    if (takenExternalIds.length > 0) return { takenExternalIds };
    const after = await this.stored(tx, organizationId, id);
    const numbersAfter = mentionsNumber(input) ? await this.writer.numberIndexes(tx, id) : '';
    const addresses = { before: before.addresses, after: after.addresses };
    await this.addresses.follow(tx, organizationId, id, addresses, submitter);
    const updated = await this.ladder.edited(tx, locked);
    if (!isSameIdentity(before, after) || numbersBefore !== numbersAfter) {
      await this.reviewAgain(tx, updated, after, submitter);
    } else if (!hasSameWallets(before, after)) {
      await this.screenAs(tx, updated, after, 'edited', submitter);
    }
    return { customer: await this.stored(tx, organizationId, id) };
  }

  /** Another round of screenings for a customer that is as it was. @returns null when there is no such customer */
  async screenAgain(
    tx: Transaction,
    organizationId: OrganizationId,
    id: CustomerId,
    submitter: Submitter,
  ): Promise<CustomerScreeningLink[] | null> {
    const locked = await this.standings.lockOne(tx, organizationId, id);
    if (locked === null) return null;
    const customer = await this.stored(tx, organizationId, id);
    return this.screenAs(tx, locked, customer, 'requested', submitter);
  }

  /** It is not shown any more, nobody of it is monitored, and its external ids are free again; retention erases it later. */
  async remove(tx: Transaction, organizationId: OrganizationId, id: CustomerId): Promise<boolean> {
    const locked = await this.standings.lockOne(tx, organizationId, id);
    if (locked === null) return false;
    await this.screenings.end(tx, organizationId, id);
    await this.addresses.end(tx, id);
    await this.writer.remove(tx, id);
    return true;
  }

  /** It is who it was, so what was verified stays; until the round is done it is not clear. */
  private async screenAs(
    tx: Transaction,
    locked: LockedCustomer,
    customer: CustomerSnapshot,
    cause: Exclude<RoundCause, 'created'>,
    submitter: Submitter,
  ): Promise<CustomerScreeningLink[]> {
    const round = await this.screenings.begin(tx, locked.organizationId, customer, cause, submitter);
    const facts = { ...locked.facts, sanctions: 'pending' } as const;
    const step = {
      customer: locked,
      to: movedByFacts(locked.standing, facts),
      facts,
      sanctions: beingScreened,
      cause: cause === 'edited' ? 'crypto_addresses_edited' : 'screening_requested',
      evidence: round.map(({ screeningId }) => screeningId),
    } as const;
    await this.ladder.take(tx, [step], 'interactive');
    return round;
  }

  private async reviewAgain(
    tx: Transaction,
    customer: LockedCustomer,
    changed: CustomerSnapshot,
    submitter: Submitter,
  ): Promise<void> {
    await this.writer.noteNewIdentity(tx, customer.id);
    const round = await this.screenings.begin(tx, customer.organizationId, changed, 'edited', submitter);
    const step = {
      customer,
      to: movedByEdit(customer.standing),
      facts: factsOfTheNew,
      sanctions: beingScreened,
      cause: 'identity_edited',
      evidence: round.map(({ screeningId }) => screeningId),
    } as const;
    await this.ladder.take(tx, [step], 'interactive');
  }

  private async stored(tx: Transaction, organizationId: OrganizationId, id: CustomerId): Promise<CustomerSnapshot> {
    const customer = await this.reader.find(organizationId, id, tx);
    if (customer === null) throw new Error('A customer that was just stored or locked is not there.');
    return customer;
  }
}

const lists = ['phones', 'addresses', 'representatives', 'beneficiaries'] as const;

/** An id that was sent must be of such a part that is there, or a caller could write over what is not the customer's. */
function unknownParts(input: CustomerInput, before: CustomerSnapshot | null): CustomerFault[] {
  return lists.flatMap((list) => {
    const known = new Set((before?.[list] ?? []).map(({ id }): string => id));
    const parts: readonly { readonly id?: string | undefined }[] = input[list] ?? [];
    return parts.flatMap(({ id }, index) => {
      if (id === undefined) return [];
      const isRepeated = parts.findIndex((each) => each.id === id) < index;
      if (known.has(id) && !isRepeated) return [];
      const detail = isRepeated
        ? 'The id stands here twice.'
        : 'The customer has none with this id. Leave the id out for a new one.';
      return [{ pointer: `/${list}/${index}/id`, detail }];
    });
  });
}

const typeFaults = (before: CustomerSnapshot, { type }: CustomerInput): CustomerFault[] =>
  before.type === type
    ? []
    : [{ pointer: '/type', detail: `It stays ${before.type}. Make another customer for one of another type.` }];
