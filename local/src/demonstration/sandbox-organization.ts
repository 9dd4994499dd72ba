import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Api, ApiError } from './api';

export interface SandboxOrganization {
  readonly organizationId: string;
  readonly apiKey: string;
}

const scopes = [
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
];

/** The organization to try things out with: made at the first start, found again afterwards. Its key lies beside the other secrets. */
export async function sandboxOrganization(operator: Api, directory: string): Promise<SandboxOrganization> {
  const file = join(directory, 'sandbox-organization.json');
  if (existsSync(file)) {
    const known = JSON.parse(readFileSync(file, 'utf8')) as SandboxOrganization;
    if (await works(operator.as(known.apiKey))) return known;
  }
  const organization = await operator.post<{ id: string }>('/v1/organizations', {
    name: 'Sandbox',
    rateLimitPerMinute: 600_000,
  });
  const path = `/v1/organizations/${organization.id}/api-keys`;
  const { apiKey } = await operator.post<{ apiKey: string }>(path, { name: 'npm start', scopes });
  const made = { organizationId: organization.id, apiKey };
  writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 });
  return made;
}

/** Not after the database was thrown away, or when DATABASE_URL names another one. */
async function works(api: Api): Promise<boolean> {
  try {
    await api.get('/v1/me');
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 401) return false;
    throw error;
  }
}
