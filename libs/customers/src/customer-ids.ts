import { defineId, type Id } from '@bonafide/identifiers';

export type CustomerId = Id<'cus'>;
export const customerIds = defineId('cus');

/** A person who acts for a business, owns a part of it, or controls it. */
export type RepresentativeId = Id<'rep'>;
export const representativeIds = defineId('rep');

export const addressIds = defineId('adr');
export const phoneIds = defineId('phn');

/** Somebody whom a customer has named to receive what is its own. */
export const beneficiaryIds = defineId('bnf');

/** What keeps a customer from being erased. */
export type LegalHoldId = Id<'hld'>;
export const legalHoldIds = defineId('hld');

/** A value that an organization has blocked. */
export type BlockedEntryId = Id<'blk'>;
export const blockedEntryIds = defineId('blk');
/** What a record said before a change. */
export type RecordVersionId = Id<'rec'>;
export const recordVersionIds = defineId('rec');

/** One move on the ladder. */
export type StatusChangeId = Id<'mov'>;
export const statusChangeIds = defineId('mov');

/** A move that a first person wants and that waits for a second one. */
export type ProposalId = Id<'prp'>;
export const proposalIds = defineId('prp');

/** What a person vouches for. */
export type AttestationId = Id<'att'>;
export const attestationIds = defineId('att');
