import { defineId, type Id } from '@bonafide/identifiers';

/** One try to find out whether a customer is who it says. */
export type VerificationId = Id<'vrf'>;
export const verificationIds = defineId('vrf');

/** One question of a verification, about one party. Vendors know their case by it. */
export type CheckId = Id<'chk'>;
export const checkIds = defineId('chk');
