import type { OrganizationId } from '@bonafide/identifiers';
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

@Entity('organizations')
export class OrganizationEntity {
  @PrimaryColumn({ type: 'text', collation: 'C' })
  id: OrganizationId;

  @Column('text')
  name: string;

  /** Null: the default of the installation. */
  @Column('integer', { name: 'rate_limit_per_minute', nullable: true })
  rateLimitPerMinute: number | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
