import { createHash } from 'node:crypto';

import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption, type FieldPlace } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { CaseOfVendor } from '../port/identity-vendor';
import type { VendorAnswer, VendorOutcome } from '../port/vendor-answer';
import type { VendorError, VendorErrorClass } from '../port/vendor-error';
import { type AnsweredCall, type CallContext, type VendorCallId, vendorCallIds } from './vendor-call';

export type VendorOperation = 'ask' | 'read' | 'feedback';

/** A call that is about to be made. */
export interface NewCall {
  readonly context: CallContext;
  readonly question: CaseOfVendor;
  readonly vendor: string;
  readonly operation: VendorOperation;
  readonly costMicros: number;
}

/** What the ledger knows of an earlier call. */
export interface EarlierCall {
  readonly id: VendorCallId;
  readonly vendor: string;
  readonly operation: VendorOperation;
  /** `sent`: nobody came back from it. */
  readonly state: 'sent' | 'answered' | 'failed';
  readonly errorClass: VendorErrorClass | null;
  readonly outcome: VendorOutcome | null;
  readonly vendorReference: string | null;
}

/** The part of an answer that is neither personal nor a column. */
type Reading = Pick<VendorAnswer, 'reasons' | 'vendorCodes' | 'attributes' | 'requiredInput' | 'document'>;

interface AnsweredRow {
  readonly vendor: string;
  readonly outcome: VendorOutcome;
  readonly vendorReference: string | null;
  readonly httpStatus: number;
  readonly latencyMs: number;
  readonly costMicros: string;
  readonly reading: Reading;
  readonly answer: Buffer | null;
  readonly answerSha256: string;
}

/**
 * The ledger: a row for every call, committed before it is sent, so that what may have been billed is known whatever dies.
 * Answers are sealed: they repeat what the vendor was told, and what it knows of people.
 */
@Injectable()
export class VendorCalls {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  async begin({ context, question, vendor, operation, costMicros }: NewCall): Promise<VendorCallId> {
    const id = vendorCallIds.create();
    await this.database.query(
      `INSERT INTO vendor_calls (id, organization_id, subject_id, reference, stage, vendor, operation, purpose, attempt,
                                 cost_micros)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        context.organizationId,
        context.subjectId,
        question.reference,
        question.stage,
        vendor,
        operation,
        context.purpose,
        context.attempt,
        costMicros,
      ],
    );
    return id;
  }

  /** @returns the hash of the raw answer */
  async answered(
    organizationId: OrganizationId,
    id: VendorCallId,
    latencyMs: number,
    answer: VendorAnswer,
  ): Promise<string> {
    const hash = sha256Of(answer.raw);
    await this.database.query(
      `UPDATE vendor_calls
       SET state = 'answered', answered_at = clock_timestamp(), latency_ms = $2, http_status = $3, outcome = $4,
           vendor_reference = $5, reading = $6, answer = $7, answer_sha256 = $8
       WHERE id = $1 AND state = 'sent'`,
      [
        id,
        latencyMs,
        answer.httpStatus,
        answer.outcome,
        answer.vendorReference,
        JSON.stringify(readingOf(answer)),
        await this.seal(organizationId, id, answer.raw),
        hash,
      ],
    );
    return hash.toString('hex');
  }

  /** What was said was taken, and there was nothing to answer. */
  async acknowledged(id: VendorCallId, latencyMs: number): Promise<void> {
    await this.database.query(
      `UPDATE vendor_calls SET state = 'answered', answered_at = clock_timestamp(), latency_ms = $2
       WHERE id = $1 AND state = 'sent'`,
      [id, latencyMs],
    );
  }

  /** @param isBillable whether the vendor may have taken the question up before it failed */
  async failed(
    organizationId: OrganizationId,
    id: VendorCallId,
    latencyMs: number,
    { errorClass, httpStatus, raw }: Pick<VendorError, 'errorClass' | 'httpStatus' | 'raw'>,
    isBillable: boolean,
  ): Promise<void> {
    await this.database.query(
      `UPDATE vendor_calls
       SET state = 'failed', answered_at = clock_timestamp(), latency_ms = $2, http_status = $3, error_class = $4,
           answer = $5, answer_sha256 = $6, cost_micros = CASE WHEN $7 THEN cost_micros ELSE 0 END
       WHERE id = $1 AND state = 'sent'`,
      [
        id,
        latencyMs,
        httpStatus,
        errorClass,
        raw === null ? null : await this.seal(organizationId, id, raw),
        raw === null ? null : sha256Of(raw),
        isBillable,
      ],
    );
  }

  /** All calls about a question, oldest first. */
  earlier(organizationId: OrganizationId, reference: string): Promise<EarlierCall[]> {
    return this.database.query<EarlierCall>(
      `SELECT id, vendor, operation, state, error_class AS "errorClass", outcome, vendor_reference AS "vendorReference"
       FROM vendor_calls WHERE organization_id = $1 AND reference = $2 ORDER BY id`,
      [organizationId, reference],
    );
  }

  /** An answer as it was given. Its raw text is empty when it has been erased since. */
  async open(organizationId: OrganizationId, callId: VendorCallId): Promise<AnsweredCall> {
    const [row] = await this.database.query<AnsweredRow>(
      `SELECT vendor, outcome, vendor_reference AS "vendorReference", http_status AS "httpStatus",
              latency_ms AS "latencyMs", cost_micros AS "costMicros", reading, answer,
              encode(answer_sha256, 'hex') AS "answerSha256"
       FROM vendor_calls WHERE id = $1 AND organization_id = $2 AND outcome IS NOT NULL`,
      [callId, organizationId],
    );
    if (row === undefined) throw new Error('There is no such answered call.');
    const { reading, answer, costMicros, ...columns } = row;
    const raw = answer === null ? '' : (await this.encryption.open(organizationId, placeOf(callId), answer)).toString();
    return { ...columns, ...reading, callId, costMicros: Number(costMicros), raw };
  }

  /** Forgets what vendors wrote about somebody; that they were asked, and what came of it, stays. */
  async eraseAnswers(tx: Transaction, organizationId: OrganizationId, subjectIds: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE vendor_calls SET answer = NULL WHERE organization_id = $1 AND subject_id = ANY ($2) AND answer IS NOT NULL`,
      [organizationId, subjectIds],
    );
  }

  private seal(organizationId: OrganizationId, id: VendorCallId, raw: string): Promise<Buffer> {
    return this.encryption.seal(organizationId, placeOf(id), Buffer.from(raw));
  }
}

const placeOf = (row: VendorCallId): FieldPlace => ({ table: 'vendor_calls', column: 'answer', row });

const sha256Of = (raw: string): Buffer => createHash('sha256').update(raw).digest();

function readingOf({ reasons, vendorCodes, attributes, requiredInput, document }: VendorAnswer): Reading {
  return { reasons, vendorCodes, attributes, requiredInput, document };
}
