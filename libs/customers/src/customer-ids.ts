import { defineId, type Id } from '@bonafide/identifiers';

export type CustomerId = Id<'cus'>;
export const customerIds = defineId('cus');

/** A person who acts for a business, owns a part of it, or controls it. */
export type RepresentativeId = Id<'rep'>;
export const representativeIds = defineId('rep');

export const addressIds = defineId('adr');
export const phoneIds = defineId('phn');

/** One move on the ladder. */
export type StatusChangeId = Id<'mov'>;
export const statusChangeIds = defineId('mov');

/** A move that a first person wants and that waits for a second one. */
export type ProposalId = Id<'prp'>;
export const proposalIds = defineId('prp');

/** What a person vouches for. */
export type AttestationId = Id<'att'>;
export const attestationIds = defineId('att');
