import { defineId, type Id } from './id';

/** The tenant. Every row that belongs to a customer carries it. */
export type OrganizationId = Id<'org'>;
export const organizationIds = defineId('org');

/** The installation itself, as the owner of work that belongs to no customer. */
export const INSTALLATION_ID: OrganizationId = `org_${'0'.repeat(26)}`;
