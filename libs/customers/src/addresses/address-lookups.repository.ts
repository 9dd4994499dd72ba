import { Database } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { defineId, type Id, type OrganizationId } from '@bonafide/identifiers';
import type { AddressVerificationResult } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import type { AddressVerificationId } from './address-verification';
import { lookupAnswerPlace } from './sealed-places';

type AddressLookupId = Id<'alk'>;
const addressLookupIds = defineId('alk');

/** One request to a vendor, with all addresses in it. */
type AddressCallId = Id<'acl'>;
const addressCallIds = defineId('acl');

export interface SentLookup {
  readonly id: AddressLookupId;
  readonly callId: AddressCallId;
  readonly verificationId: AddressVerificationId;
}

/** How a request ended. */
export interface CallEnd {
  readonly latencyMs: number;
  readonly httpStatus: number | null;
  /** A class of `VendorError`, or `unreadable`; null when there was an answer. */
  readonly errorClass: string | null;
}

/**
 * Every address that was sent to a vendor, written before it is sent: a worker that dies leaves a row that says that something may
 * have been billed. Each method is a transaction of its own.
 */
@Injectable()
export class AddressLookups {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Answers that were paid for and then not settled, for the worker died: they are not bought again. */
  async answered(
    organizationId: OrganizationId,
    ids: readonly AddressVerificationId[],
  ): Promise<ReadonlyMap<AddressVerificationId, AddressVerificationResult>> {
    const rows = await this.database.query<{
      id: AddressLookupId;
      verificationId: AddressVerificationId;
      answer: Buffer;
    }>(
      `SELECT DISTINCT ON (verification_id) id, verification_id AS "verificationId", answer FROM address_lookups
       WHERE verification_id = ANY ($1) AND organization_id = $2 AND state = 'answered'
       ORDER BY verification_id, id DESC`,
      [ids, organizationId],
    );
    const answers = await Promise.all(
      rows.map(async ({ id, verificationId, answer }) => {
        const opened = await this.encryption.openJson<AddressVerificationResult>(
          organizationId,
          lookupAnswerPlace(id),
          answer,
        );
        return [verificationId, opened] as const;
      }),
    );
    return new Map(answers);
  }

  /** Before the request leaves. */
  async sent(
    organizationId: OrganizationId,
    ids: readonly AddressVerificationId[],
    { vendor, costMicros }: { readonly vendor: string; readonly costMicros: number },
  ): Promise<SentLookup[]> {
    const callId = addressCallIds.create();
    const sent = ids.map((verificationId) => ({ id: addressLookupIds.create(), callId, verificationId }));
    await this.database.transaction((tx) =>
      tx.query(
        `INSERT INTO address_lookups (id, call_id, verification_id, organization_id, vendor, state, cost_micros)
         SELECT id, $1, verification_id, $2, $3, 'sent', $4
         FROM unnest($5::text[], $6::text[]) AS sent (id, verification_id)`,
        [callId, organizationId, vendor, costMicros, sent.map(({ id }) => id), ids],
      ),
    );
    return sent;
  }

  /** @param answers of those that were answered; the others have failed with `end.errorClass` */
  async ended(
    organizationId: OrganizationId,
    sent: readonly SentLookup[],
    answers: ReadonlyMap<AddressVerificationId, AddressVerificationResult>,
    end: CallEnd,
  ): Promise<void> {
    const rows = await Promise.all(
      sent.map(async ({ id, verificationId }) => {
        const answer = answers.get(verificationId);
        if (answer === undefined) return { id, sealed: null };
        return { id, sealed: await this.encryption.sealJson(organizationId, lookupAnswerPlace(id), answer) };
      }),
    );
    await this.database.transaction((tx) =>
      tx.query(
        `UPDATE address_lookups AS lookup
         SET state = CASE WHEN ended.answer IS NULL THEN 'failed' ELSE 'answered' END, answer = ended.answer,
             ended_at = now(), latency_ms = $1::integer, http_status = $2::smallint,
             error_class = CASE WHEN ended.answer IS NULL THEN $3 END,
             -- What was refused is not billed; what got no answer may be.
             cost_micros = CASE WHEN $2::smallint >= 400 THEN 0 ELSE cost_micros END
         FROM unnest($4::text[], $5::bytea[]) AS ended (id, answer)
         WHERE lookup.id = ended.id`,
        [
          end.latencyMs,
          end.httpStatus,
          end.errorClass ?? 'unreadable',
          rows.map(({ id }) => id),
          rows.map(({ sealed }) => sealed),
        ],
      ),
    );
  }
}
