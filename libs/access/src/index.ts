export { AccessModule } from './access.module';
export { type ApiKeyId, apiKeyIds, ApiKeys, type ApiKeySnapshot, type Caller } from './api-keys/api-keys.service';
export { organizationScopes, type Scope } from './api-keys/scopes';
export { AuditTrail } from './audit/audit-trail.service';
export { IdempotencyKeys, type IdempotentCall, type StoredAnswer } from './idempotency/idempotency-keys.service';
export { Organizations, type OrganizationSnapshot } from './organizations/organizations.service';
export { RateLimits, type RateLimitVerdict } from './rate-limits/rate-limits.service';
