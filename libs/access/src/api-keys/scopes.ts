/**
 * What a key may do for its organization. A key gets those that its program needs: one that submits need not decide
 * (`hits:decide`), and one that decides need not say by which rules (`settings:write`).
 */
export const organizationScopes = [
  'customers:read',
  'customers:write',
  'customers:decide',
  'customers:decrypt',
  'block-list:read',
  'block-list:write',
  'screenings:read',
  'screenings:write',
  'hits:read',
  'hits:write',
  'hits:decide',
  'settings:read',
  'settings:write',
  'jobs:read',
  'jobs:write',
  'webhooks:read',
  'webhooks:write',
  'events:read',
] as const;

/** `operator` runs the installation: organizations, keys, all jobs, Bull Board. It belongs to no organization. */
export type Scope = (typeof organizationScopes)[number] | 'operator';
