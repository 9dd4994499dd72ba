import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { type AttestationId, attestationIds, type CustomerId } from '../customer-ids';
import type { CustomerSnapshot } from '../records/customer-snapshot';
import { CustomerReader } from '../records/customer-reader.service';
import { attestationReasonPlace } from '../records/sealed-places';
import { movedByFacts } from './ladder-rules';
import { Ladder } from './ladder.service';
import { Standings } from './standings.repository';
import type { Grounds } from './status-change';

export const attestedFacts = ['identity_verified', 'tax_id_verified'] as const;
export type AttestedFact = (typeof attestedFacts)[number];

/** What a customer must have before somebody can vouch for it (31 CFR 1020.220(a)(2)(i)). */
export const identityElements = ['birth_date', 'primary_address', 'tax_id'] as const;
export type IdentityElement = (typeof identityElements)[number];

/** That a person has verified something by documents or otherwise, or takes that back. */
export interface AttestationSnapshot extends Grounds {
  readonly id: AttestationId;
  readonly fact: AttestedFact;
  readonly holds: boolean;
  readonly attestedAt: Date;
}

export interface AttestationRequest {
  readonly fact: AttestedFact;
  readonly holds: boolean;
  /** Who the person has looked at. */
  readonly identityVersion: number;
  readonly grounds: Grounds;
}

interface AttestationRow extends Omit<AttestationSnapshot, 'reason'> {
  readonly reason: Buffer;
}

const COLUMNS = `id, fact, holds, actor, api_key_id AS "apiKeyId", reason, evidence, attested_at AS "attestedAt"`;

/** Facts that people vouch for (31 CFR 1020.220(a)(2)(ii): verification through documents). */
@Injectable()
export class Attestations {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly reader: CustomerReader,
    private readonly standings: Standings,
    private readonly ladder: Ladder,
  ) {}

  /** @returns null when the organization has no such customer, what the customer lacks, or that it is another by now */
  async attest(
    tx: Transaction,
    organizationId: OrganizationId,
    id: CustomerId,
    request: AttestationRequest,
  ): Promise<AttestationSnapshot | { readonly lacks: readonly IdentityElement[] } | 'edited' | null> {
    const { fact, holds, identityVersion, grounds } = request;
    const customer = await this.standings.lockOne(tx, organizationId, id);
    const record = customer === null ? null : await this.reader.find(organizationId, id, tx);
    if (customer === null || record === null) return null;
    // Nobody vouches for a record that was changed after they had looked at it.
    if (identityVersion !== customer.identityVersion) return 'edited';
    const lacks = holds ? missingElements(record, fact) : [];
    if (lacks.length > 0) return { lacks };
    const attestation = await this.store(tx, organizationId, id, request);
    const isIdentity = fact === 'identity_verified';
    const facts = { ...customer.facts, ...(isIdentity ? { identityVerified: holds } : { taxIdVerified: holds }) };
    const step = {
      customer,
      to: movedByFacts(customer.standing, facts),
      facts,
      cause: isIdentity ? 'identity_attested' : 'tax_id_attested',
      grounds,
      evidence: [attestation.id],
    } as const;
    await this.ladder.take(tx, [step], 'interactive');
    return attestation;
  }

  /** Newest first. */
  async list(
    organizationId: OrganizationId,
    customerId: CustomerId,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<AttestationSnapshot[]> {
    const rows = await this.database.query<AttestationRow>(
      `SELECT ${COLUMNS} FROM customer_attestations
       WHERE customer_id = $1 AND organization_id = $2 AND ($3::text IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
      [customerId, organizationId, page.before ?? null, page.limit],
    );
    return Promise.all(
      rows.map(async ({ reason, ...row }) => ({
        ...row,
        reason: (await this.encryption.open(organizationId, attestationReasonPlace(row.id), reason)).toString(),
      })),
    );
  }

  private async store(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    { fact, holds, grounds: { actor, apiKeyId, reason, evidence } }: AttestationRequest,
  ): Promise<AttestationSnapshot> {
    const id = attestationIds.create();
    const sealed = await this.encryption.seal(organizationId, attestationReasonPlace(id), Buffer.from(reason));
    const [row] = await tx.query<AttestationRow>(
      `INSERT INTO customer_attestations (id, customer_id, organization_id, fact, holds, actor, api_key_id, reason, evidence)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`,
      [id, customerId, organizationId, fact, holds, actor, apiKeyId, sealed, evidence],
    );
    if (row === undefined) throw new Error('The attestation that was just stored is not there.');
    return { ...row, reason };
  }
}

function missingElements(
  { type, individual, addresses, taxId }: CustomerSnapshot,
  fact: AttestedFact,
): IdentityElement[] {
  const has: Readonly<Record<IdentityElement, boolean>> = {
    birth_date: individual?.birthDate !== undefined,
    primary_address: addresses.some((address) => address.type === 'primary'),
    tax_id: taxId !== null,
  };
  const ofIdentity =
    type === 'individual' ? (['birth_date', 'primary_address'] as const) : (['primary_address', 'tax_id'] as const);
  return (fact === 'tax_id_verified' ? (['tax_id'] as const) : ofIdentity).filter((element) => !has[element]);
}
