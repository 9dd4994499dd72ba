export { canonicalJson } from './canonical-json';
export { createdAtOf, defineId, firstIdAt, type Id, type IdKind } from './id';
export { INSTALLATION_ID, type OrganizationId, organizationIds } from './organization-id';
