import { createHmac } from 'node:crypto';

import type { Transaction } from '@bonafide/database';
import { Database } from '@bonafide/database';
import { FieldEncryption, type KeyOwner } from '@bonafide/encryption';
import { loadConfig } from '@bonafide/configuration';
import { canonicalJson } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { ApiKeyConfig } from '../api-keys/api-key.config';

/** One call that may be repeated: by whom, of which operation, under which key. */
export interface IdempotentCall {
  readonly owner: KeyOwner;
  readonly operation: string;
  readonly key: string;
  /** The request's body as received. */
  readonly body: unknown;
}

export interface StoredAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly body: unknown;
}

/** `new`: do it and {@link IdempotencyKeys.remember} the answer. `in-flight`: the first call is not done yet. */
export type IdempotencyVerdict =
  { readonly kind: 'new' | 'in-flight' | 'other-body' } | { readonly kind: 'answered'; readonly answer: StoredAnswer };

interface StoredRow {
  readonly mine: boolean;
  readonly fingerprint: Buffer | null;
  readonly status: number | null;
  readonly location: string | null;
  readonly body: Buffer | null;
}

/** How long a key is remembered. Published in the documentation of the API. */
export const IDEMPOTENCY_KEY_LIFETIME_HOURS = 48;

/**
 * The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header): a repeated POST gets the first answer. The
 * answer is stored in the transaction that did the work, so that the work is not done twice whatever dies in between.
 */
@Injectable()
export class IdempotencyKeys {
  /** A plain hash of a small body could be guessed from the database; this one needs the secret as well. */
  private readonly fingerprintKey = Buffer.from(loadConfig(ApiKeyConfig).API_KEY_PEPPER, 'base64');

  constructor(
    private readonly encryption: FieldEncryption,
    private readonly database: Database,
  ) {}

  async begin(tx: Transaction, call: IdempotentCall): Promise<IdempotencyVerdict> {
    const identity = [call.owner, call.operation, call.key];
    // The lock ends with the transaction. Whoever does not get it has come while the first call is being worked on.
    const [turn] = await tx.query<{ mine: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 2)) AS mine',
      [JSON.stringify(identity)],
    );
    if (turn?.mine !== true) return { kind: 'in-flight' };
    const [row] = await tx.query<StoredRow>(
      `SELECT fingerprint, status, location, body FROM idempotency_keys
       WHERE owner = $1 AND operation = $2 AND key = $3 AND created_at > now() - $4 * interval '1 hour'`,
      [...identity, IDEMPOTENCY_KEY_LIFETIME_HOURS],
    );
    if (row?.fingerprint == null) return { kind: 'new' };
    if (!row.fingerprint.equals(this.fingerprint(call))) return { kind: 'other-body' };
    const body = row.body === null ? undefined : await this.encryption.openJson(call.owner, place(call), row.body);
    return { kind: 'answered', answer: { status: row.status ?? 200, location: row.location, body } };
  }

  /** Whether an answer under this key is remembered, to whatever body. */
  async isKnown({ owner, operation, key }: Omit<IdempotentCall, 'body'>): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 AS known FROM idempotency_keys
       WHERE owner = $1 AND operation = $2 AND key = $3 AND created_at > now() - $4 * interval '1 hour'`,
      [owner, operation, key, IDEMPOTENCY_KEY_LIFETIME_HOURS],
    );
    return rows.length > 0;
  }

  async remember(tx: Transaction, call: IdempotentCall, answer: StoredAnswer): Promise<void> {
    const body =
      answer.body === undefined ? null : await this.encryption.sealJson(call.owner, place(call), answer.body);
    await tx.query(
      `INSERT INTO idempotency_keys (owner, operation, key, fingerprint, status, location, body)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (owner, operation, key) DO UPDATE
       SET fingerprint = excluded.fingerprint, status = excluded.status, location = excluded.location,
           body = excluded.body, created_at = now()`,
      [call.owner, call.operation, call.key, this.fingerprint(call), answer.status, answer.location, body],
    );
  }

  /** Forgets keys past their lifetime. @returns how many */
  async forgetOld(): Promise<number> {
    const rows = await this.database.query(
      `DELETE FROM idempotency_keys WHERE created_at < now() - $1 * interval '1 hour' RETURNING 1 AS gone`,
      [IDEMPOTENCY_KEY_LIFETIME_HOURS],
    );
    return rows.length;
  }

  /** The same for bodies that differ only in the order of their keys. */
  private fingerprint({ operation, body }: IdempotentCall): Buffer {
    return createHmac('sha256', this.fingerprintKey)
      .update(`${operation}\0${canonicalJson(body)}`)
      .digest();
  }
}

const place = ({ operation, key }: IdempotentCall) => ({
  table: 'idempotency_keys',
  column: 'body',
  row: `${operation}\0${key}`,
});
