import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import {
  isComparable,
  MonitoredSubjects,
  type MovedScreening,
  type ScreeningListener,
  ScreeningListeners,
  type ScreeningResult,
  type ScreeningState,
  Screenings,
  type Submitter,
} from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

import type { CustomerId } from '../customer-ids';
import { sanctionsOf } from '../ladder/customer-facts';
import { movedByFacts } from '../ladder/ladder-rules';
import { Ladder, type Step } from '../ladder/ladder.service';
import { type LockedCustomer, type SanctionsFact, Standings } from '../ladder/standings.repository';
import { type CustomerScreeningLink, type RoundCause, ScreeningLinks } from './screening-links.repository';
import { type ScreenedCustomer, screenedPartiesOf } from './screened-parties';

/** A screening of a customer, and how it stands. */
export type CustomerScreening = CustomerScreeningLink & { readonly result: ScreeningResult };

/** Has customers screened, now and whenever a list changes, and lets follow what their screenings say. */
@Injectable()
export class CustomerScreenings implements ScreeningListener {
  constructor(
    private readonly screenings: Screenings,
    private readonly monitoredSubjects: MonitoredSubjects,
    private readonly links: ScreeningLinks,
    private readonly standings: Standings,
    private readonly ladder: Ladder,
    listeners: ScreeningListeners,
  ) {
    listeners.register(this);
  }

  /**
   * Submits a round: every name that matters, each of which is monitored from then on, and whoever belongs to the customer
   * no more is not. The customer must be locked or new. Its fact becomes `pending`, which the caller writes with what
   * else it has to write.
   */
  async begin(
    tx: Transaction,
    organizationId: OrganizationId,
    customer: ScreenedCustomer,
    cause: RoundCause,
    submitter: Submitter,
  ): Promise<CustomerScreeningLink[]> {
    const parties = screenedPartiesOf(customer).map((party) => ({
      ...party,
      externalId: party.representativeId ?? customer.id,
      // A name that nobody can compare fails in the round, which asks for a review. Each run would miss it again.
      isMonitored: isComparable(party.subject.name),
    }));
    const wanted = parties.flatMap(({ isMonitored, externalId }): string[] => (isMonitored ? [externalId] : []));
    const gone = (await this.monitoredBy(tx, customer.id)).filter((externalId) => !wanted.includes(externalId));
    await this.monitoredSubjects.endByExternalIds(tx, organizationId, gone, wanted);
    const submitted = await this.screenings.submit(
      tx,
      organizationId,
      parties.map(({ externalId, subject, isMonitored }) => ({
        subject,
        threshold: null,
        externalId,
        submitter,
        isMonitored,
      })),
      'interactive',
    );
    const round = submitted.map(({ id, monitoredSubjectId }, index) => ({
      screeningId: id,
      monitoredSubjectId,
      representativeId: parties[index]?.representativeId ?? null,
    }));
    await this.links.begin(tx, organizationId, customer.id, cause, round);
    return round.map((link) => ({ ...link, customerId: customer.id, cause, isCurrent: true }));
  }

  /** Ends the monitoring of a customer, which must be locked, and of everybody who belongs to it. */
  async end(tx: Transaction, organizationId: OrganizationId, customerId: CustomerId): Promise<void> {
    await this.monitoredSubjects.endByExternalIds(tx, organizationId, await this.monitoredBy(tx, customerId));
  }

  async screeningsMoved(tx: Transaction, moved: readonly MovedScreening[]): Promise<void> {
    const concerned = await this.links.customersOf(tx, moved);
    if (concerned.length === 0) return;
    // The lock first: of two screenings that end at once the second one's transaction then sees what the first has done.
    const customers = await this.standings.lock(tx, concerned);
    await this.links.join(
      tx,
      moved,
      customers.map(({ id }) => id),
    );
    const links = await this.links.ofScreenings(
      tx,
      moved.map(({ id }) => id),
    );
    const matched = new Set(moved.flatMap(({ id, hasTrueMatch }) => (hasTrueMatch ? [id] : [])));
    const facts = await this.sanctionsFacts(tx, customers);
    const steps = customers.map((customer): Step => {
      const own = links.filter(({ customerId }) => customerId === customer.id);
      const sanctions = facts.get(customer.id) ?? notScreened;
      // A true match of a round that was overtaken is one all the same: an edit gets nobody out of it.
      const isTrueMatch = own.some(({ screeningId }) => matched.has(screeningId));
      const known = { ...customer.facts, sanctions: sanctions.state };
      return {
        customer,
        to: movedByFacts(customer.standing, isTrueMatch ? { ...known, sanctions: 'confirmed' } : known),
        facts: known,
        sanctions,
        cause: `screening_${isTrueMatch || sanctions.state === 'not_screened' ? 'confirmed' : sanctions.state}`,
        evidence: own.map(({ screeningId }) => screeningId),
      };
    });
    const lane = moved.every((screening) => screening.lane === 'bulk') ? 'bulk' : 'interactive';
    await this.ladder.take(tx, steps, lane);
  }

  /** Newest first, in pages of the screenings' ids. */
  async list(
    organizationId: OrganizationId,
    customerId: CustomerId,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<CustomerScreening[]> {
    const links = await this.links.list(organizationId, customerId, page);
    const results = await this.screenings.results(
      organizationId,
      links.map(({ screeningId }) => screeningId),
    );
    const resultOf = new Map(results.map((result) => [result.id, result]));
    return links.flatMap((link) => {
      const result = resultOf.get(link.screeningId);
      return result === undefined ? [] : [{ ...link, result }];
    });
  }

  /** The external ids under which the newest round has somebody monitored. */
  private async monitoredBy(tx: Transaction, customerId: CustomerId): Promise<string[]> {
    const links = await this.links.current(tx, [customerId]);
    return [...new Set(links.map(({ representativeId }) => representativeId ?? customerId))];
  }

  /** What the newest rounds say, read anew after the lock. */
  private async sanctionsFacts(
    tx: Transaction,
    customers: readonly LockedCustomer[],
  ): Promise<ReadonlyMap<CustomerId, SanctionsFact>> {
    const links = await this.links.current(
      tx,
      customers.map(({ id }) => id),
    );
    const facts = new Map<CustomerId, SanctionsFact>();
    for (const organizationId of new Set(customers.map((customer) => customer.organizationId))) {
      const own = customers.filter((customer) => customer.organizationId === organizationId).map(({ id }) => id);
      const ofOrganization = links.filter(({ customerId }) => own.includes(customerId));
      const results = await this.screenings.results(
        organizationId,
        ofOrganization.map(({ screeningId }) => screeningId),
        tx,
      );
      const resultOf = new Map(results.map((result) => [result.id, result]));
      for (const id of own) {
        const round = ofOrganization
          .filter(({ customerId }) => customerId === id)
          .map(({ screeningId }) => resultOf.get(screeningId));
        facts.set(id, factOf(round));
      }
    }
    return facts;
  }
}

const notScreened: SanctionsFact = { state: 'not_screened', listSetId: null, listsCheckedAt: null };

/** A true match is one while other hits of its screening are still open. */
function stateOf(result: ScreeningResult | undefined): ScreeningState {
  if (result === undefined) return 'error';
  return result.hasTrueMatch ? 'confirmed' : result.state;
}

/** @param round undefined for a screening that is gone: nobody knows what it said, so it counts as one that failed */
function factOf(round: readonly (ScreeningResult | undefined)[]): SanctionsFact {
  const state = sanctionsOf(round.map(stateOf));
  const done = round.flatMap((result) => (result?.listsCheckedAt == null ? [] : [result]));
  const [oldest] = done.sort((a, b) => Number(a.listsCheckedAt) - Number(b.listsCheckedAt));
  if (oldest === undefined || done.length < round.length) return { state, listSetId: null, listsCheckedAt: null };
  return { state, listSetId: oldest.listSetId, listsCheckedAt: oldest.listsCheckedAt };
}
