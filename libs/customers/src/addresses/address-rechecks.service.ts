import { loadConfig } from '@bonafide/configuration';
import { Database } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { describeError, log } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import type { CustomerId } from '../customer-ids';
import { Standings } from '../ladder/standings.repository';
import { ContactParts } from '../records/contact-parts.repository';
import { AddressVerificationConfig } from './address-verification.config';
import { AddressVerifications } from './address-verifications.service';

/** How many customers are locked at a time. */
const BATCH_SIZE = 100;

interface DueAddress {
  readonly organizationId: OrganizationId;
  readonly customerId: CustomerId;
  readonly addressId: string;
  /** Of the verification that is old: where the search goes on. */
  readonly id: string;
  readonly settledAt: string;
}

/** Has addresses verified again that were verified long ago. Any number of dispatchers may: an address waits for one answer. */
@Injectable()
export class AddressRechecks {
  private readonly days = loadConfig(AddressVerificationConfig).ADDRESS_RECHECK_DAYS;

  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly standings: Standings,
    private readonly contacts: ContactParts,
    private readonly verifications: AddressVerifications,
  ) {}

  /** Begins all that are due. @returns how many */
  async beginDue(): Promise<number> {
    if (this.days === 0 || this.verifications.vendor === null) return 0;
    let begun = 0;
    let last: DueAddress | undefined;
    for (;;) {
      const due: DueAddress[] = await this.due(last);
      for (const organizationId of new Set(due.map((address) => address.organizationId))) {
        begun += await this.tryToBegin(
          organizationId,
          due.filter((address) => address.organizationId === organizationId),
        );
      }
      last = due.at(-1);
      if (due.length < BATCH_SIZE) return begun;
    }
  }

  /** What cannot be begun of one organization keeps nobody else's. */
  private async tryToBegin(organizationId: OrganizationId, due: readonly DueAddress[]): Promise<number> {
    try {
      return await this.begin(organizationId, due);
    } catch (error) {
      log.warn('address-rechecks.not-begun', { organizationId, ...describeError(error) });
      return 0;
    }
  }

  /** Those after the last one, so that what was begun is not looked at again. */
  private due(last: DueAddress | undefined): Promise<DueAddress[]> {
    return this.database.query<DueAddress>(
      `SELECT organization_id AS "organizationId", customer_id AS "customerId", address_id AS "addressId",
              id, settled_at::text AS "settledAt"
       FROM address_verifications AS verification
       WHERE is_current AND settled_at < now() - $1 * interval '1 day' AND (settled_at, id) > ($3::timestamptz, $4)
         AND NOT EXISTS (SELECT 1 FROM address_verifications AS other
                         WHERE other.address_id = verification.address_id AND other.state = 'pending')
       ORDER BY settled_at, id LIMIT $2`,
      [this.days, BATCH_SIZE, last?.settledAt ?? '-infinity', last?.id ?? ''],
    );
  }

  private async begin(organizationId: OrganizationId, due: readonly DueAddress[]): Promise<number> {
    await this.encryption.prepare(organizationId);
    return this.database.transaction(async (tx) => {
      const locked = await this.standings.lock(
        tx,
        due.map(({ customerId }) => customerId),
      );
      const addresses = await this.contacts.addressesOf(
        tx,
        organizationId,
        locked.map(({ id }) => id),
      );
      // Read after the lock: of what was edited meanwhile the edit has taken care.
      const wanted = due.flatMap(({ customerId, addressId }) => {
        const address = addresses.get(customerId)?.find(({ id }) => id === addressId);
        return address === undefined ? [] : [{ customerId, address }];
      });
      const begun = await this.verifications.begin(tx, organizationId, wanted, {
        cause: 'recheck',
        submitter: null,
        lane: 'bulk',
      });
      return begun.length;
    });
  }
}
