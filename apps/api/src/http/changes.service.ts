import { AuditTrail, IdempotencyKeys, type IdempotentCall, type StoredAnswer } from '@bonafide/access';
import { Database, type Transaction } from '@bonafide/database';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import type { CalledRequest } from '../security/caller.decorator';
import type { OperationDetails } from './operation.decorator';
import { Problem } from './problem';

const MAX_KEY_LENGTH = 255;

export interface Change {
  readonly request: CalledRequest;
  readonly reply: FastifyReply;
  readonly operation: OperationDetails;
  /** What was asked, for knowing a repetition by: the body, or what stands for one that is not in memory. */
  readonly body: unknown;
}

/**
 * A change is one transaction, together with the answer to remember for its Idempotency-Key and its line in the audit
 * trail: all of it happened, or nothing did.
 */
@Injectable()
export class Changes {
  constructor(
    private readonly database: Database,
    private readonly idempotencyKeys: IdempotencyKeys,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Does the work, unless the same was asked before.
   * @returns the body of the answer, of `work` or of the first call
   */
  make(change: Change, work: (tx: Transaction) => Promise<unknown>): Promise<unknown> {
    return this.database.transaction((tx) => this.makeWithin(tx, change, work));
  }

  /** Whether an answer to the request's Idempotency-Key is remembered. Whether to this body, {@link make} finds out. */
  isRemembered(request: CalledRequest, operation: OperationDetails): Promise<boolean> {
    const call = callOf(request, operation, undefined);
    return call === null ? Promise.resolve(false) : this.idempotencyKeys.isKnown(call);
  }

  private async makeWithin(
    tx: Transaction,
    { request, reply, operation, body: asked }: Change,
    work: (tx: Transaction) => Promise<unknown>,
  ): Promise<unknown> {
    const isRemembered = request.method === 'POST' && !operation.keepsNoAnswer;
    const call = isRemembered ? callOf(request, operation, asked) : null;
    const earlier = call === null ? null : await this.earlierAnswer(tx, call);
    if (earlier !== null) return replay(reply, earlier);
    const body = await work(tx);
    if (operation.audited) await this.record(tx, request, operation, asked, body);
    if (call !== null) {
      const location = reply.getHeader('location');
      await this.idempotencyKeys.remember(tx, call, {
        status: reply.statusCode,
        location: typeof location === 'string' ? location : null,
        body,
      });
    }
    return body;
  }

  private async earlierAnswer(tx: Transaction, call: IdempotentCall): Promise<StoredAnswer | null> {
    const verdict = await this.idempotencyKeys.begin(tx, call);
    switch (verdict.kind) {
      case 'new':
        return null;
      case 'answered':
        return verdict.answer;
      case 'in-flight':
        throw new Problem('idempotency-in-flight', 'Wait for its answer, or try again in a second.', [], {
          'retry-after': '1',
        });
      case 'other-body':
        throw new Problem('idempotency-other-body', 'Use a new Idempotency-Key for a new request.', [
          { header: 'Idempotency-Key', detail: 'The first request with this key had another body.' },
        ]);
    }
  }

  private record(
    tx: Transaction,
    request: CalledRequest,
    { id }: OperationDetails,
    asked: unknown,
    body: unknown,
  ): Promise<void> {
    const { apiKeyId = 'unknown', organizationId = null } = request.caller ?? {};
    return this.audit.record(tx, {
      organizationId,
      actor: apiKeyId,
      action: id,
      subjectIds: subjectsOf(request, body),
      person: personOf(asked),
      requestId: request.id,
    });
  }
}

function callOf(request: CalledRequest, { id }: OperationDetails, body: unknown): IdempotentCall | null {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return null;
  // A Structured Field string, or bare as most send it.
  const key = (Array.isArray(header) ? header.join() : header).replace(/^"(.*)"$/, '$1');
  if (!/^[\x21-\x7e]+$/.test(key) || key.length > MAX_KEY_LENGTH) {
    throw new Problem('invalid-header', `Idempotency-Key must be 1 to ${MAX_KEY_LENGTH} visible ASCII characters.`, [
      { header: 'Idempotency-Key', detail: 'A UUID is a good choice.' },
    ]);
  }
  const params = Object.values(request.params as Record<string, string>).join('/');
  const operation = params === '' ? id : `${id} ${params}`;
  return { owner: request.caller?.organizationId ?? 'installation', operation, key, body };
}

function replay(reply: FastifyReply, { status, location, body }: StoredAnswer): unknown {
  void reply.code(status).header('idempotent-replayed', 'true');
  if (location !== null) void reply.header('location', location);
  return body;
}

/** What was made or changed, or what the path names. */
function subjectsOf(request: CalledRequest, body: unknown): readonly (string | null)[] {
  if (isObject(body) && Array.isArray(body.data)) return body.data.map(idOf);
  return [idOf(body) ?? Object.values(request.params as Record<string, string>).at(-1) ?? null];
}

/** Whom the caller names as acting, where the operation asks for it. */
function personOf(body: unknown): string | null {
  return isObject(body) && typeof body.actor === 'string' ? body.actor : null;
}

function idOf(thing: unknown): string | null {
  return isObject(thing) && typeof thing.id === 'string' ? thing.id : null;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
