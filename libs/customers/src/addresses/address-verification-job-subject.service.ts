import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { type EndedAttempt, type JobSubject, JobSubjects, type ReopenedJob } from '@bonafide/job-runtime';
import { AddressVerification, isSettled, type Lane } from '@bonafide/jobs';
import { counter } from '@bonafide/observability';
import { EventPublisher } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import type { CustomerId } from '../customer-ids';
import { type LockedCustomer, Standings } from '../ladder/standings.repository';
import type { AddressState, AddressVerificationId } from './address-verification';
import { correctionPlace } from './sealed-places';

type Ended = EndedAttempt<typeof AddressVerification>;

interface PendingVerification {
  readonly id: AddressVerificationId;
  readonly customerId: CustomerId;
  readonly addressId: string;
}

/** One that somebody has waited for until now, with how it has ended. */
interface Settled extends PendingVerification {
  readonly attempt: Ended;
  readonly state: AddressState | 'cancelled';
  readonly errorCode: string | null;
}

const verified = counter('address_verifications_total', 'Address verifications settled, by the state entered', [
  'state',
]);

/**
 * Keeps verifications of addresses in step with their jobs. Whatever comes for one that is pending no more changes nothing: the
 * address was edited meanwhile, or the customer deleted.
 */
@Injectable()
export class AddressVerificationJobSubject implements JobSubject<typeof AddressVerification> {
  readonly job = AddressVerification;

  constructor(
    private readonly encryption: FieldEncryption,
    private readonly standings: Standings,
    private readonly events: EventPublisher,
    subjects: JobSubjects,
  ) {
    subjects.register(this);
  }

  async attemptsEnded(tx: Transaction, attempts: readonly Ended[]): Promise<void> {
    const ended = new Map(
      attempts
        .filter(({ state }) => isSettled(state as 'completed'))
        .map((attempt) => [attempt.subjectId as AddressVerificationId, attempt]),
    );
    if (ended.size === 0) return;
    const ids = [...ended.keys()];
    const concerned = await this.pending(tx, ids);
    // The lock first, in the order in which everybody takes it; what is pending is read again beneath it.
    const customers = await this.standings.lock(
      tx,
      concerned.map(({ customerId }) => customerId),
    );
    const settled = (await this.pending(tx, ids)).flatMap((verification): Settled[] => {
      const attempt = ended.get(verification.id);
      return attempt === undefined ? [] : [{ ...verification, attempt, ...endOf(attempt) }];
    });
    await this.store(tx, settled);
    await this.tell(tx, settled, customers);
  }

  async reopened(tx: Transaction, jobs: readonly ReopenedJob[]): Promise<void> {
    const concerned = await tx.query<{ customerId: CustomerId }>(
      `SELECT DISTINCT customer_id AS "customerId" FROM address_verifications WHERE id = ANY ($1)`,
      [jobs.map(({ subjectId }) => subjectId)],
    );
    await this.standings.lock(
      tx,
      concerned.map(({ customerId }) => customerId),
    );
    await tx.query(
      `UPDATE address_verifications AS verification
       SET state = 'pending', is_current = false, settled_at = NULL, error_code = NULL
       WHERE id = ANY ($1)
         -- Not one that was overtaken: its job finds that nobody waits for it.
         AND (state = 'cancelled' OR (state = 'error' AND is_current))
         AND NOT EXISTS (
           SELECT 1 FROM address_verifications AS other
           WHERE other.address_id = verification.address_id AND other.id <> verification.id
             AND (other.state = 'pending' OR (other.id = ANY ($1) AND other.id > verification.id)))`,
      [jobs.map(({ subjectId }) => subjectId)],
    );
  }

  private pending(tx: Transaction, ids: readonly AddressVerificationId[]): Promise<PendingVerification[]> {
    return tx.query<PendingVerification>(
      `SELECT id, customer_id AS "customerId", address_id AS "addressId" FROM address_verifications
       WHERE id = ANY ($1) AND state = 'pending' ORDER BY id`,
      [ids],
    );
  }

  private async store(tx: Transaction, settled: readonly Settled[]): Promise<void> {
    if (settled.length === 0) return;
    const corrections = await Promise.all(settled.map((each) => this.sealedCorrection(each)));
    const saying = settled.filter(({ state }) => state !== 'cancelled');
    await tx.query(`UPDATE address_verifications SET is_current = false WHERE address_id = ANY ($1) AND is_current`, [
      saying.map(({ addressId }) => addressId),
    ]);
    await tx.query(
      `UPDATE address_verifications AS verification
       SET state = ended.state, is_current = ended.state <> 'cancelled', settled_at = now(), correction = ended.correction,
           reasons = ARRAY (SELECT jsonb_array_elements_text(ended.reasons)),
           vendor_codes = ARRAY (SELECT jsonb_array_elements_text(ended.vendor_codes)), error_code = ended.error_code
       FROM unnest($1::text[], $2::text[], $3::bytea[], $4::jsonb[], $5::jsonb[], $6::text[])
         AS ended (id, state, correction, reasons, vendor_codes, error_code)
       WHERE verification.id = ended.id`,
      [
        settled.map(({ id }) => id),
        settled.map(({ state }) => state),
        corrections,
        settled.map(({ attempt: { result } }) => JSON.stringify(result?.reasons ?? [])),
        settled.map(({ attempt: { result } }) => JSON.stringify(result?.vendorCodes ?? [])),
        settled.map(({ errorCode }) => errorCode),
      ],
    );
    tx.afterCommit(() => {
      for (const { state } of settled) verified.inc({ state });
    });
  }

  private async sealedCorrection({ id, attempt: { organizationId, result } }: Settled): Promise<Buffer | null> {
    const correction = result?.correction ?? null;
    return correction === null ? null : this.encryption.sealJson(organizationId, correctionPlace(id), correction);
  }

  /** Each address that has entered a state is an event of its customer, with the next of its numbers. */
  private async tell(
    tx: Transaction,
    settled: readonly Settled[],
    customers: readonly LockedCustomer[],
  ): Promise<void> {
    const sequences = new Map(customers.map(({ id, sequence }) => [id, sequence]));
    const statuses = new Map(customers.map(({ id, standing }) => [id, standing.status]));
    const events = settled.flatMap(({ customerId, state, attempt }) => {
      const status = statuses.get(customerId);
      if (state === 'cancelled' || status === undefined) return [];
      const sequence = (sequences.get(customerId) ?? 0) + 1;
      sequences.set(customerId, sequence);
      const lane: Lane = attempt.lane;
      return [
        {
          type: `customer.address_${state}` as const,
          organizationId: attempt.organizationId,
          objectId: customerId,
          state: status,
          sequence,
          occurredAt: new Date(),
          lane,
          traceparent: attempt.traceparent,
        },
      ];
    });
    if (events.length === 0) return;
    const told = [...new Set(events.map(({ objectId }) => objectId))];
    await tx.query(
      `UPDATE customers SET sequence = told.sequence FROM unnest($1::text[], $2::integer[]) AS told (id, sequence)
       WHERE customers.id = told.id`,
      [told, told.map((id) => sequences.get(id))],
    );
    await this.events.publish(tx, events);
  }
}

/** What a verification is when its job is settled. Without a result there is no pass. */
function endOf({ result, state, errorCode }: Ended): Pick<Settled, 'state' | 'errorCode'> {
  if (result !== null) return { state: result.outcome, errorCode: null };
  return { state: state === 'cancelled' ? 'cancelled' : 'error', errorCode: errorCode ?? 'unexpected-error' };
}
