import type { Applicant } from './applicant';
import type { VendorAnswer, VendorStage } from './vendor-answer';

export interface VendorQuestion {
  readonly stage: VendorStage;
  /**
   * Our id of the check, at most 40 characters. It goes to the vendor as the id of the case where the vendor lets us name
   * it, so that a call whose answer was lost is looked up and not billed twice.
   */
  readonly reference: string;
  readonly applicant: Applicant;
  /** For `id_document`. */
  readonly images?: DocumentImages | undefined;
}

export const documentTypes = ['DL', 'PP', 'ID', 'RP', 'UB'] as const;
/** Driver's licence, passport, identity card, residence permit, utility bill. */
export type DocumentType = (typeof documentTypes)[number];

/** Bytes of JPEG or PNG files, at most 5 MB each. */
export interface DocumentImages {
  readonly documentType: DocumentType;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly region?: string | undefined;
  readonly front: Buffer;
  readonly back?: Buffer | undefined;
  readonly face?: Buffer | undefined;
}

export const feedbackVerdicts = ['accepted', 'rejected', 'review'] as const;
export type FeedbackVerdict = (typeof feedbackVerdicts)[number];

/** What tells a case apart when it is read. The type is known where the question is at hand, and in a vendor's reference. */
export type CaseOfVendor = Pick<VendorQuestion, 'stage' | 'reference'> & {
  readonly applicant?: Pick<Applicant, 'type'> | undefined;
};

/** An adapter of one vendor. It speaks the wire format, and knows neither the database nor what an answer leads to. */
export interface IdentityVendor {
  /** `identitymind`, `sandbox`. Stored, so never renamed. */
  readonly id: string;
  readonly stages: ReadonlySet<VendorStage>;
  /** One call is given up after this long. */
  readonly timeoutMs: number;
  /** Millionths of a US dollar that one call costs, as set by the operator. */
  readonly costMicros: number;
  /** Whether the vendor tells what became of a case that we named; else a lost answer can only be asked for, and billed, again. */
  readonly canRead: boolean;

  /** @throws VendorError when there is no answer that can be trusted */
  ask(question: VendorQuestion, signal: AbortSignal): Promise<VendorAnswer>;

  /** How a case stands now; free of charge. @returns null when the vendor has no such case. @throws VendorError */
  read(question: CaseOfVendor, vendorReference: string | null, signal: AbortSignal): Promise<VendorAnswer | null>;

  /** What a person decided, so that the vendor learns. @throws VendorError */
  sendFeedback(vendorReference: string, verdict: FeedbackVerdict, signal: AbortSignal): Promise<void>;
}
