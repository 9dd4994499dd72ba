import { defineId, type Id } from './id';

/** The tenant. Every row that belongs to a customer carries it. */
export type OrganizationId = Id<'org'>;
export const organizationIds = defineId('org');
