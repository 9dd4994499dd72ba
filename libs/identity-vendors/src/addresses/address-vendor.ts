import type { ApplicantAddress } from '../port/applicant';

/** Only `verified` and `corrected` are a match of the whole address; `unverified`: the vendor cannot tell. */
export type AddressOutcome = 'verified' | 'corrected' | 'undeliverable' | 'unverified';

export interface AddressAnswer {
  readonly outcome: AddressOutcome;
  /** Codes of `address-reasons.ts`. */
  readonly reasons: readonly string[];
  /** The vendor's own codes, as they came, known to us or not (`dpv:Y`, `dpv-footnote:AA`). No personal data. */
  readonly vendorCodes: readonly string[];
  /** With `corrected` and nothing else: the form in which the vendor knows the address. */
  readonly correction: ApplicantAddress | null;
}

export interface AddressLookup {
  /** Our id of the verification, at most 36 characters: the answers are told apart by it. No personal data. */
  readonly reference: string;
  readonly address: ApplicantAddress;
}

/** What is answered without a call, for the vendor would not understand the question. */
export type AddressObstacle = 'country-not-covered' | 'too-long-for-vendor';

/** What one request brought. */
export interface AnsweredLookups {
  /** By reference; every lookup of the request has one. `unreadable`: the vendor said something of it that is not understood. */
  readonly answers: ReadonlyMap<string, AddressAnswer | 'unreadable'>;
  readonly httpStatus: number | null;
}

/** An adapter of one address vendor. It speaks the wire format, and knows neither the database nor what an answer leads to. */
export interface AddressVendor {
  /** `smarty`, `sandbox`. Stored, so never renamed. */
  readonly id: string;
  /** Millionths of a US dollar that one address costs, as set by the operator. */
  readonly costMicros: number;
  /** How long nothing may be sent, for the vendor has failed too often; null when it may be asked. */
  readonly openForMs: number | null;

  /** @returns why the vendor cannot be asked about this address; null when it can */
  obstacleOf(address: ApplicantAddress): AddressObstacle | null;

  /** Lookups without an obstacle, cut into as few requests as the vendor's limits allow. */
  cut(lookups: readonly AddressLookup[]): readonly (readonly AddressLookup[])[];

  /**
   * One request. @param lookups one piece of {@link cut}
   * @throws VendorError when there is no answer that can be trusted to any of them
   */
  verify(lookups: readonly AddressLookup[], signal: AbortSignal): Promise<AnsweredLookups>;
}
