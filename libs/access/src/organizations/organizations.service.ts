import type { Transaction } from '@bonafide/database';
import { type OrganizationId, organizationIds } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, type Repository } from 'typeorm';

import { OrganizationEntity } from './organization.entity';

export interface OrganizationSnapshot {
  readonly id: OrganizationId;
  readonly name: string;
  readonly rateLimitPerMinute: number | null;
  readonly createdAt: Date;
}

/** The tenants of this installation. */
@Injectable()
export class Organizations {
  constructor(@InjectRepository(OrganizationEntity) private readonly organizations: Repository<OrganizationEntity>) {}

  async create(tx: Transaction, name: string, rateLimitPerMinute: number | null): Promise<OrganizationSnapshot> {
    const organization = tx.manager.create(OrganizationEntity, {
      id: organizationIds.create(),
      name,
      rateLimitPerMinute,
    });
    return tx.manager.save(organization);
  }

  find(id: OrganizationId): Promise<OrganizationSnapshot | null> {
    return this.organizations.findOneBy({ id });
  }

  /** Newest first. */
  list(before: OrganizationId | null, limit: number): Promise<OrganizationSnapshot[]> {
    return this.organizations.find({
      where: before === null ? {} : { id: LessThan(before) },
      order: { id: 'DESC' },
      take: limit,
    });
  }
}
