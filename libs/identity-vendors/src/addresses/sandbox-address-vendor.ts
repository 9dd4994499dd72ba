import type { ApplicantAddress } from '../port/applicant';
import { VendorError } from '../port/vendor-error';
import type { AddressAnswer, AddressLookup, AddressObstacle, AddressVendor, AnsweredLookups } from './address-vendor';
import { type SandboxAddress, sandboxAddresses } from './sandbox-addresses';

const MAX_LOOKUPS = 100;

/** Answers by words of the first line, without asking anybody. Every other address of the United States is verified. */
export class SandboxAddressVendor implements AddressVendor {
  readonly id = 'sandbox';
  readonly costMicros = 0;
  readonly openForMs = null;

  obstacleOf({ country }: ApplicantAddress): AddressObstacle | null {
    return country === 'US' ? null : 'country-not-covered';
  }

  /** An address that makes the vendor fail fails alone. */
  cut(lookups: readonly AddressLookup[]): AddressLookup[][] {
    const failing = lookups.filter(({ address }) => failureOf(address) !== null);
    const others = lookups.filter((lookup) => !failing.includes(lookup));
    const full = Array.from({ length: Math.ceil(others.length / MAX_LOOKUPS) }, (_, index) =>
      others.slice(index * MAX_LOOKUPS, (index + 1) * MAX_LOOKUPS),
    );
    return [...full, ...failing.map((lookup) => [lookup])];
  }

  async verify(lookups: readonly AddressLookup[]): Promise<AnsweredLookups> {
    for (const { address } of lookups) {
      const failure = failureOf(address);
      if (failure !== null) throw failure;
    }
    const answers = new Map(lookups.map(({ reference, address }) => [reference, answerTo(address)]));
    return { answers, httpStatus: 200 };
  }
}

const magicOf = ({ line1 }: ApplicantAddress): SandboxAddress | undefined => {
  const words = line1.toLowerCase().split(/[^a-z]+/);
  return sandboxAddresses.find(({ word }) => words.includes(word.toLowerCase()));
};

function failureOf(address: ApplicantAddress): VendorError | null {
  const magic = magicOf(address);
  if (magic === undefined || 'outcome' in magic) return null;
  switch (magic.error) {
    case 'throttled':
      return new VendorError('throttled', 'The address vendor answered 429.', { httpStatus: 429, retryAfterMs: 1_000 });
    case 'unavailable':
      return new VendorError('unavailable', 'The address vendor answered 503.', { httpStatus: 503 });
    case 'payment':
      return new VendorError('unauthorized', 'The address vendor answered 402.', { httpStatus: 402 });
    case 'unreadable':
      return null;
  }
}

function answerTo(address: ApplicantAddress): AddressAnswer | 'unreadable' {
  const magic = magicOf(address) ?? { outcome: 'verified', reasons: ['entire-address-confirmed'] };
  if ('error' in magic) return 'unreadable';
  const { outcome, reasons } = magic;
  return { outcome, reasons, vendorCodes: [], correction: outcome === 'corrected' ? corrected(address) : null };
}

const corrected = (address: ApplicantAddress): ApplicantAddress => ({
  ...address,
  line1: address.line1.replaceAll(/misspelt/gi, 'Mended'),
});
