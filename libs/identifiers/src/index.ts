export { defineId, type Id, type IdKind } from './id';
export { type OrganizationId, organizationIds } from './organization-id';
