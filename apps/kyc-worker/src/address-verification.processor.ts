import { addressVendorId, AddressVerifications } from '@bonafide/customers';
import { AddressVendors, isTransientClass, type VendorError } from '@bonafide/identity-vendors';
import {
  type AddressVerification,
  type AddressVerificationResult,
  cancelled,
  completed,
  type JobOutcome,
  type JobProcessor,
  type JobRun,
  PermanentError,
  TransientError,
} from '@bonafide/jobs';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

import { AddressEnquiries } from './address-enquiries.service';

/** Asks a vendor about an address; about one that it does not cover it is not asked. */
@Injectable()
export class AddressVerificationProcessor implements JobProcessor<typeof AddressVerification>, OnApplicationBootstrap {
  constructor(
    private readonly verifications: AddressVerifications,
    private readonly vendors: AddressVendors,
    private readonly enquiries: AddressEnquiries,
  ) {}

  onApplicationBootstrap(): void {
    const id = addressVendorId();
    if (id !== null && this.vendors.find(id) === undefined) {
      throw new Error(`ADDRESS_VENDOR is ${id}: SMARTY_AUTH_ID and SMARTY_AUTH_TOKEN must be set for it.`);
    }
  }

  async process({
    organizationId,
    payload: { verificationId },
  }: JobRun<typeof AddressVerification>): Promise<JobOutcome<AddressVerificationResult>> {
    const asked = await this.verifications.asked(organizationId, verificationId);
    if (asked === null) return cancelled('address-verification-overtaken');
    const vendor = this.vendors.find(asked.vendor);
    if (vendor === undefined) {
      throw new PermanentError(
        'address-vendor-not-configured',
        'The vendor of this verification has no settings here.',
      );
    }
    const obstacle = vendor.obstacleOf(asked.address);
    if (obstacle !== null) {
      return completed({ outcome: 'unverified', reasons: [obstacle], vendorCodes: [], correction: null });
    }
    const answer = await this.enquiries.ask(organizationId, vendor, { reference: asked.id, address: asked.address });
    if (answer === 'unreadable') {
      throw new PermanentError(
        'address-vendor-answer-not-understood',
        'The address vendor said something that is not in its documentation.',
      );
    }
    if (answer instanceof Error) throw jobErrorOf(answer);
    return completed(answer);
  }
}

const codes: Readonly<Record<VendorError['errorClass'], string>> = {
  rejected_request: 'address-vendor-rejected-request',
  unauthorized: 'address-vendor-unauthorized',
  contract: 'address-vendor-answer-not-understood',
  throttled: 'address-vendor-throttled',
  unavailable: 'address-vendor-unavailable',
  timeout: 'address-vendor-timed-out',
};

function jobErrorOf({ errorClass, httpStatus, message, retryAfterMs }: VendorError): PermanentError | TransientError {
  const code = httpStatus === 402 ? 'address-vendor-wants-payment' : codes[errorClass];
  return isTransientClass(errorClass)
    ? new TransientError(code, message, { retryAfterMs })
    : new PermanentError(code, message);
}
