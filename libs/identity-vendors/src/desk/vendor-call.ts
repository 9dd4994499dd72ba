import { defineId, type Id, type OrganizationId } from '@bonafide/identifiers';

import type { CaseOfVendor, FeedbackVerdict, VendorQuestion } from '../port/identity-vendor';
import type { VendorAnswer } from '../port/vendor-answer';
import type { VendorErrorClass } from '../port/vendor-error';

export type VendorCallId = Id<'vcl'>;
export const vendorCallIds = defineId('vcl');

/** On whose behalf a vendor is called, about what, and why. */
export interface CallContext {
  readonly organizationId: OrganizationId;
  /** The verification or identity package that the call is for. */
  readonly subjectId: string;
  /** Of the job that calls. */
  readonly attempt: number;
  /** The permissible purpose, in kebab-case: `account-opening`. */
  readonly purpose: string;
  readonly signal: AbortSignal;
}

export interface VendorRequest extends CallContext {
  readonly question: VendorQuestion;
  /** In order; empty: those of the installation for the stage. */
  readonly vendors: readonly string[];
}

export interface ReadRequest extends CallContext {
  readonly vendor: string;
  /** As it came with the answer that is read again. */
  readonly vendorReference: string | null;
  readonly question: CaseOfVendor;
}

export interface FeedbackRequest extends CallContext {
  readonly vendor: string;
  readonly vendorReference: string;
  readonly question: CaseOfVendor;
  readonly verdict: FeedbackVerdict;
}

/** An answer, and the call that brought it. */
export interface AnsweredCall extends VendorAnswer {
  readonly callId: VendorCallId;
  readonly vendor: string;
  readonly latencyMs: number;
  readonly costMicros: number;
  /** Of the raw answer, in hexadecimal digits. */
  readonly answerSha256: string;
}

/**
 * Why a vendor gave no answer: the class of its error, or what kept us from calling. `circuit_open`: it has failed so often
 * that it is left alone for a while; `rate_limited`: the minute's calls are used up; `not_configured`: this installation
 * does not have it (any more), or it does not do this stage.
 */
export type CallFailure = VendorErrorClass | 'circuit_open' | 'rate_limited' | 'not_configured';

export interface FailedCall {
  readonly vendor: string;
  /** Null when nothing was sent. */
  readonly callId: VendorCallId | null;
  readonly errorClass: CallFailure;
  /** How long to leave the vendor alone; null when nothing says so. */
  readonly retryAfterMs: number | null;
}

export interface AskedVendors {
  /** Null: nobody answered. */
  readonly answer: AnsweredCall | null;
  /** In the order in which they were tried. */
  readonly failures: readonly FailedCall[];
  /** A vendor has the case and is undecided: it was read, and nobody was asked. */
  readonly hasCase?: boolean;
}

/** Whether the same call may be answered later on. */
export const mayPass = (failure: CallFailure): boolean =>
  failure === 'circuit_open' ||
  failure === 'rate_limited' ||
  failure === 'throttled' ||
  failure === 'unavailable' ||
  failure === 'timeout';
