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
  'customers:read',
  'customers:write',
  'customers:decide',
  'settings:read',
  'settings:write',
  'jobs:read',
  'jobs:write',
  'webhooks:read',
  'webhooks:write',
  'events:read',
];

/**
 * The organization to try things out with: made at the first start, found again afterwards. Its key lies beside the other
 * secrets; one that an older version has made may do less, and another takes its place.
 */
export async function sandboxOrganization(operator: Api, directory: string): Promise<SandboxOrganization> {
  const file = join(directory, 'sandbox-organization.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SandboxOrganization) : null;
  const may = known === null ? null : await scopesOf(operator.as(known.apiKey));
  if (known !== null && may !== null && scopes.every((scope) => may.includes(scope))) return known;
  const organizationId = known !== null && may !== null ? known.organizationId : await newOrganization(operator);
  const path = `/v1/organizations/${organizationId}/api-keys`;
  const { apiKey } = await operator.post<{ apiKey: string }>(path, { name: 'npm start', scopes });
  const made = { organizationId, apiKey };
  writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 });
  return made;
}

async function newOrganization(operator: Api): Promise<string> {
  const organization = { name: 'Sandbox', rateLimitPerMinute: 600_000 };
  return (await operator.post<{ id: string }>('/v1/organizations', organization)).id;
}

/** Null after the database was thrown away, or when DATABASE_URL names another one. */
async function scopesOf(api: Api): Promise<readonly string[] | null> {
  try {
    return (await api.get<{ scopes: readonly string[] }>('/v1/me')).scopes;
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 401) return null;
    throw error;
  }
}
