import { RateLimits } from '@bonafide/access';
import { log } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import type { VendorAnswer } from '../port/vendor-answer';
import { VendorError, type VendorErrorClass } from '../port/vendor-error';
import { Circuit, CircuitOpenError, usualTiming } from './circuit';
import type { ConfiguredVendor } from './configured-vendor';
import type { AnsweredCall, CallContext, FailedCall, VendorCallId } from './vendor-call';
import { type NewCall, VendorCalls, type VendorOperation } from './vendor-calls.repository';
import { callSeconds, callsTotal, circuitOpen, costMicrosTotal } from './vendor-metrics';

/** A call to be made. */
export interface PlannedCall {
  readonly to: ConfiguredVendor;
  readonly operation: VendorOperation;
  readonly context: CallContext;
  readonly question: NewCall['question'];
  /** @returns null when there is nothing to say: no such case, or feedback that was taken. */
  readonly send: (signal: AbortSignal) => Promise<VendorAnswer | null>;
}

/** A call that was made and brought no answer, without having failed. */
export interface SilentCall {
  readonly callId: VendorCallId;
  readonly vendor: string;
}

export type CallResult =
  | { readonly kind: 'answered'; readonly call: AnsweredCall }
  | { readonly kind: 'silent'; readonly call: SilentCall }
  | { readonly kind: 'failed'; readonly call: FailedCall; readonly error: VendorError | null };

/** Refused before the question was taken up. Anything else may have been billed. */
const freeOfCharge: ReadonlySet<VendorErrorClass> = new Set(['rejected_request', 'unauthorized', 'throttled']);

/** Makes one call: within the rate limit, if the circuit is closed, with its row in the ledger before it leaves. */
@Injectable()
export class VendorCaller {
  private readonly circuits = new Map<string, Circuit>();

  constructor(
    private readonly calls: VendorCalls,
    private readonly rateLimits: RateLimits,
  ) {}

  /** @throws what the signal was aborted with, and errors of Postgres; then the row stays `sent` */
  async call(planned: PlannedCall): Promise<CallResult> {
    const { vendor, ratePerMinute } = planned.to;
    // That feedback is not allowed, or not wanted of an old case, keeps nobody from asking.
    const circuit = this.circuitOf(vendor.id, planned.operation === 'feedback' ? 'feedback' : 'questions');
    const openForMs = circuit.openForMs;
    if (openForMs !== null) return this.keptBack(planned, 'circuit_open', openForMs);
    if (ratePerMinute !== null) {
      const { allowed, resetSeconds } = await this.rateLimits.take(`vendor:${vendor.id}`, ratePerMinute);
      if (!allowed) return this.keptBack(planned, 'rate_limited', resetSeconds * 1_000);
    }
    let callId: VendorCallId | null = null;
    try {
      return await circuit.run(async () => {
        const costMicros = planned.operation === 'ask' ? vendor.costMicros : 0;
        callId = await this.calls.begin({ ...planned, vendor: vendor.id, costMicros });
        return await this.sent(planned, callId, costMicros);
      });
    } catch (error) {
      if (error instanceof CircuitOpenError) return this.keptBack(planned, 'circuit_open', error.retryAfterMs);
      if (!(error instanceof VendorError)) throw error;
      const { errorClass, retryAfterMs } = error;
      return { kind: 'failed', call: { vendor: vendor.id, callId, errorClass, retryAfterMs }, error };
    }
  }

  private async sent(planned: PlannedCall, callId: VendorCallId, costMicros: number): Promise<CallResult> {
    const { to, context, send } = planned;
    const startedAt = performance.now();
    const latencyMs = () => Math.round(performance.now() - startedAt);
    try {
      const answer = await send(context.signal);
      const tookMs = latencyMs();
      this.count(planned, answer?.outcome ?? 'none', tookMs, costMicros);
      // The vendor has changed, or has become something that we have not heard of: somebody has to look.
      if (answer?.outcome === 'unknown') log.error('vendor.unknown-answer', { context: to.vendor.id });
      const call = { callId, vendor: to.vendor.id };
      if (answer === null) {
        await this.silent(planned, callId, tookMs);
        return { kind: 'silent', call };
      }
      const answerSha256 = await this.calls.answered(context.organizationId, callId, tookMs, answer);
      return { kind: 'answered', call: { ...answer, ...call, latencyMs: tookMs, costMicros, answerSha256 } };
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      const tookMs = latencyMs();
      const isBillable = !freeOfCharge.has(error.errorClass);
      this.count(planned, error.errorClass, tookMs, isBillable ? costMicros : 0);
      report(planned, error, tookMs);
      await this.calls.failed(context.organizationId, callId, tookMs, error, isBillable);
      throw error;
    }
  }

  private silent({ operation, context }: PlannedCall, callId: VendorCallId, latencyMs: number): Promise<void> {
    if (operation === 'feedback') return this.calls.acknowledged(callId, latencyMs);
    const noSuchCase = { errorClass: 'contract', httpStatus: 404, raw: null } as const;
    return this.calls.failed(context.organizationId, callId, latencyMs, noSuchCase, false);
  }

  private keptBack(
    planned: PlannedCall,
    errorClass: 'circuit_open' | 'rate_limited',
    retryAfterMs: number,
  ): CallResult {
    const vendor = planned.to.vendor.id;
    callsTotal.inc({ vendor, operation: planned.operation, stage: planned.question.stage, outcome: errorClass });
    return { kind: 'failed', call: { vendor, callId: null, errorClass, retryAfterMs }, error: null };
  }

  private count(
    { to, operation, question }: PlannedCall,
    outcome: string,
    latencyMs: number,
    costMicros: number,
  ): void {
    const vendor = to.vendor.id;
    callsTotal.inc({ vendor, operation, stage: question.stage, outcome });
    callSeconds.observe({ vendor, operation }, latencyMs / 1_000);
    costMicrosTotal.inc({ vendor }, costMicros);
  }

  private circuitOf(vendor: string, kind: 'questions' | 'feedback'): Circuit {
    const name = `${vendor} ${kind}`;
    const known = this.circuits.get(name);
    if (known !== undefined) return known;
    if (kind === 'questions') circuitOpen.set({ vendor }, 0);
    const circuit = new Circuit(usualTiming, (isOpen) => {
      if (kind === 'questions') circuitOpen.set({ vendor }, isOpen ? 1 : 0);
      log.warn('vendor.circuit', { context: name, state: isOpen ? 'open' : 'closed' });
    });
    this.circuits.set(name, circuit);
    return circuit;
  }
}

function report({ to, operation, context }: PlannedCall, error: VendorError, durationMs: number): void {
  const { errorClass, httpStatus } = error;
  const fields = {
    context: to.vendor.id,
    method: operation,
    organizationId: context.organizationId,
    attempt: context.attempt,
    errorCode: errorClass,
    durationMs,
    ...(httpStatus === null ? {} : { status: httpStatus }),
  };
  // Somebody has to see to the credentials: it does not pass by itself.
  if (errorClass === 'unauthorized') log.error('vendor.unauthorized', fields);
  else log.warn('vendor.call-failed', fields);
}
