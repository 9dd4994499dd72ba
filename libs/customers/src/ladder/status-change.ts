import type { ProposalId, StatusChangeId } from '../customer-ids';
import type { CustomerStatus } from './customer-status';

/** Who acts. The API key vouches for the organization, the organization for the person. */
export interface ActingPerson {
  /** The person's id in the organization's own system; no personal data. */
  readonly actor: string;
  readonly apiKeyId: string;
}

/** Why a customer was moved. Stored, so never renamed. */
export const changeCauses = [
  'created',
  'person',
  'identity_edited',
  'identity_attested',
  'tax_id_attested',
  'crypto_addresses_edited',
  'verification_approved',
  'verification_declined',
  'verification_needs_review',
  'verification_withdrawn',
  'screening_requested',
  'screening_clear',
  'screening_in_review',
  'screening_confirmed',
  'screening_error',
  'screening_cancelled',
  'screening_pending',
] as const;
export type ChangeCause = (typeof changeCauses)[number];

/** What a person gives for a move or an attestation. */
export interface Grounds extends ActingPerson {
  readonly reason: string;
  /** Ids of what it rests on: a ticket, a document, a screening. */
  readonly evidence: readonly string[];
}

/** One line of a customer's history. */
export interface StatusChangeSnapshot {
  readonly id: StatusChangeId;
  /** Null for the first. */
  readonly from: CustomerStatus | null;
  readonly to: CustomerStatus;
  readonly cause: ChangeCause;
  /** Who moved it; null for the system. */
  readonly actor: string | null;
  readonly apiKeyId: string | null;
  /** What a person has written. */
  readonly reason: string | null;
  readonly evidence: readonly string[];
  /** The first of two people. */
  readonly proposal: ProposalSnapshot | null;
  readonly changedAt: Date;
}

/** A move that one person wants, and that takes a second. */
export interface ProposalSnapshot {
  readonly id: ProposalId;
  readonly to: CustomerStatus;
  readonly actor: string;
  readonly apiKeyId: string;
  readonly reason: string;
  readonly evidence: readonly string[];
  readonly proposedAt: Date;
}
