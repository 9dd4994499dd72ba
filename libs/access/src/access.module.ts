import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { ApiKeys } from './api-keys/api-keys.service';
import { AuditTrail } from './audit/audit-trail.service';
import { IdempotencyKeys } from './idempotency/idempotency-keys.service';
import { OrganizationEntity } from './organizations/organization.entity';
import { Organizations } from './organizations/organizations.service';
import { RateLimits } from './rate-limits/rate-limits.service';

/** Who may do what, how often, and that it was them. */
@Module({
  imports: [TypeOrmModule.forFeature([OrganizationEntity])],
  providers: [ApiKeys, Organizations, IdempotencyKeys, RateLimits, AuditTrail],
  exports: [ApiKeys, Organizations, IdempotencyKeys, RateLimits, AuditTrail],
})
export class AccessModule {}
