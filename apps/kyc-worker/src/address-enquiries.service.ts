import { AddressLookups, type AddressVerificationId, type SentLookup } from '@bonafide/customers';
import type { OrganizationId } from '@bonafide/identifiers';
import { type AddressLookup, type AddressVendor, type AnsweredLookups, VendorError } from '@bonafide/identity-vendors';
import type { AddressVerificationResult } from '@bonafide/jobs';
import { counter, latencyHistogram, log } from '@bonafide/observability';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { Gathering } from './gathering';

export interface AddressEnquiry extends AddressLookup {
  readonly reference: AddressVerificationId;
}

/** `unreadable`: the vendor has said something that is not understood. */
export type EnquiryAnswer = AddressVerificationResult | 'unreadable' | VendorError;

const limits = { waitMs: 25, groupSize: 100 };

const failures = counter('address_vendor_failures_total', 'Requests to address vendors without an answer', [
  'vendor',
  'class',
]);
const seconds = latencyHistogram('address_vendor_seconds', 'From sending addresses to a vendor to its answer', [
  'vendor',
]);

/**
 * Asks vendors about addresses. Those of an organization that come within 25 ms go together in one request, up to a hundred. Each is a job of its own, that
 * is claimed, tried again and settled by itself: so a worker that is killed in the middle of a request loses none and settles none
 * twice. Every address is written down before it is sent, and an answer before it is used: what a killed worker had been
 * answered is not asked again, and what it had sent without an answer is asked, and perhaps billed, a second time.
 */
@Injectable()
export class AddressEnquiries implements OnApplicationShutdown {
  private readonly groups = new Map<string, Gathering<AddressEnquiry, EnquiryAnswer>>();
  private readonly stopping = new AbortController();

  constructor(private readonly lookups: AddressLookups) {}

  ask(organizationId: OrganizationId, vendor: AddressVendor, enquiry: AddressEnquiry): Promise<EnquiryAnswer> {
    const key = `${organizationId} ${vendor.id}`;
    const group =
      this.groups.get(key) ??
      new Gathering<AddressEnquiry, EnquiryAnswer>(
        (enquiries) => this.askAll(organizationId, vendor, enquiries),
        limits,
      );
    this.groups.set(key, group);
    return group.add(enquiry);
  }

  onApplicationShutdown(): void {
    this.stopping.abort();
  }

  private async askAll(
    organizationId: OrganizationId,
    vendor: AddressVendor,
    enquiries: readonly AddressEnquiry[],
  ): Promise<EnquiryAnswer[]> {
    const known = await this.lookups.answered(
      organizationId,
      enquiries.map(({ reference }) => reference),
    );
    const answers = new Map<string, EnquiryAnswer>(known);
    const open = enquiries.filter(({ reference }) => !answers.has(reference));
    const requests = vendor.cut(open) as readonly (readonly AddressEnquiry[])[];
    const answered = await Promise.all(requests.map((request) => this.request(organizationId, vendor, request)));
    for (const [reference, answer] of answered.flat()) answers.set(reference, answer);
    return enquiries.map(({ reference }) => answers.get(reference) ?? 'unreadable');
  }

  /** One request, written down before and after. */
  private async request(
    organizationId: OrganizationId,
    vendor: AddressVendor,
    enquiries: readonly AddressEnquiry[],
  ): Promise<(readonly [AddressVerificationId, EnquiryAnswer])[]> {
    const { openForMs } = vendor;
    if (openForMs !== null) {
      const error = new VendorError(
        'unavailable',
        'The address vendor has failed too often and is left alone for a while.',
        {
          retryAfterMs: openForMs,
        },
      );
      return enquiries.map(({ reference }) => [reference, error] as const);
    }
    const ids = enquiries.map(({ reference }) => reference);
    const sent = await this.lookups.sent(organizationId, ids, { vendor: vendor.id, costMicros: vendor.costMicros });
    const startedAt = performance.now();
    const latencyMs = () => Math.round(performance.now() - startedAt);
    let answered: AnsweredLookups;
    try {
      answered = await vendor.verify(enquiries, this.stopping.signal);
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      return this.refused(organizationId, vendor, { enquiries, sent, error, latencyMs: latencyMs() });
    }
    seconds.observe({ vendor: vendor.id }, latencyMs() / 1_000);
    const answers = ids.map((id) => [id, answered.answers.get(id) ?? 'unreadable'] as const);
    const readable = new Map(
      answers.flatMap(([id, answer]) => (answer === 'unreadable' ? [] : [[id, answer] as const])),
    );
    if (readable.size < ids.length) failures.inc({ vendor: vendor.id, class: 'unreadable' });
    await this.lookups.ended(organizationId, sent, readable, {
      latencyMs: latencyMs(),
      httpStatus: answered.httpStatus,
      errorClass: null,
    });
    return answers;
  }

  private async refused(
    organizationId: OrganizationId,
    vendor: AddressVendor,
    {
      enquiries,
      sent,
      error,
      latencyMs,
    }: {
      readonly enquiries: readonly AddressEnquiry[];
      readonly sent: readonly SentLookup[];
      readonly error: VendorError;
      readonly latencyMs: number;
    },
  ): Promise<(readonly [AddressVerificationId, EnquiryAnswer])[]> {
    failures.inc({ vendor: vendor.id, class: error.errorClass });
    log.warn('address-vendor.failed', { organizationId, count: enquiries.length, errorCode: error.errorClass });
    await this.lookups.ended(organizationId, sent, new Map(), {
      latencyMs,
      httpStatus: error.httpStatus,
      errorClass: error.errorClass,
    });
    if (error.errorClass !== 'rejected_request' || enquiries.length === 1) {
      return enquiries.map(({ reference }) => [reference, error] as const);
    }
    // One of them may be what the vendor does not take; it must not take the others with it.
    const middle = Math.ceil(enquiries.length / 2);
    const halves = [enquiries.slice(0, middle), enquiries.slice(middle)];
    const answers = await Promise.all(halves.map((half) => this.request(organizationId, vendor, half)));
    return answers.flat();
  }
}
