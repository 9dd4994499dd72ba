/** What a key may do for its organization. A key gets those that its program needs. */
export const organizationScopes = [
  'screenings:read',
  'screenings:write',
  'jobs:read',
  'jobs:write',
  'webhooks:read',
  'webhooks:write',
  'events:read',
] as const;

/** `operator` runs the installation: organizations, keys, all jobs, Bull Board. It belongs to no organization. */
export type Scope = (typeof organizationScopes)[number] | 'operator';
