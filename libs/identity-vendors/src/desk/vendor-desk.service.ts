import { Injectable } from '@nestjs/common';

import type { VendorStage } from '../port/vendor-answer';
import { VendorError } from '../port/vendor-error';
import { type ConfiguredVendor, ConfiguredVendors } from './configured-vendor';
import {
  type AskedVendors,
  type FailedCall,
  type FeedbackRequest,
  type ReadRequest,
  type VendorRequest,
} from './vendor-call';
import { type CallResult, VendorCaller } from './vendor-caller.service';
import { type EarlierCall, VendorCalls } from './vendor-calls.repository';

/**
 * The one place from which vendors are called. What was asked before is not bought again: a question whose final answer is
 * in the ledger is answered from there; one whose answer was lost is looked up at the vendor first, where that is possible.
 */
@Injectable()
export class VendorDesk {
  constructor(
    private readonly vendors: ConfiguredVendors,
    private readonly caller: VendorCaller,
    private readonly calls: VendorCalls,
  ) {}

  /**
   * Asks vendors in order until one answers. Whatever the answer is, no other vendor is asked because of it.
   * @throws what the signal was aborted with, and errors of Postgres
   */
  async ask(request: VendorRequest): Promise<AskedVendors> {
    const { organizationId, question } = request;
    const earlier = await this.calls.earlier(organizationId, question.reference);
    const known = earlier.filter(({ outcome }) => outcome !== null);
    const final = known.findLast(({ outcome }) => outcome !== 'pending');
    if (final !== undefined) return { answer: await this.calls.open(organizationId, final.id), failures: [] };
    const pending = known.at(-1);
    // Whoever has said "not yet" has been asked: it is waited for, and nobody else is asked meanwhile.
    if (pending !== undefined) return { ...(await this.readPending(request, pending)), hasCase: true };
    const lost = await this.lookUpLost(request, earlier);
    if (lost.answer !== null || lost.isKeptBack) return { answer: lost.answer, failures: [...lost.failed.values()] };
    const failures: FailedCall[] = [];
    for (const id of request.vendors.length > 0 ? request.vendors : this.vendorsFor(question.stage)) {
      request.signal.throwIfAborted();
      // It may have the question: to ask it again could be billed twice.
      const unread = lost.failed.get(id);
      if (unread !== undefined) {
        failures.push(unread);
        continue;
      }
      const result = await this.askOne(request, id);
      if (result.kind === 'answered') return { answer: result.call, failures };
      failures.push(failureOf(result));
    }
    return { answer: null, failures };
  }

  /**
   * How a case stands at the vendor that has it; free of charge. A case that the vendor does not know (any more) is a failure of
   * the class `contract`.
   * @throws what the signal was aborted with, and errors of Postgres
   */
  async read(request: ReadRequest): Promise<AskedVendors> {
    const found = this.find(request.vendor, request.question.stage);
    if (found?.vendor.canRead !== true) return { answer: null, failures: [notConfigured(request.vendor)] };
    const result = await this.readAt(found, request, request.vendorReference);
    if (result.kind === 'answered') return { answer: result.call, failures: [] };
    return { answer: null, failures: [failureOf(result)] };
  }

  /**
   * What a person decided, for the vendor to learn from.
   * @throws VendorError (`isTransientClass` says whether it may pass), what the signal was aborted with, and errors of Postgres
   */
  async feedback(request: FeedbackRequest): Promise<void> {
    const to = this.find(request.vendor, request.question.stage);
    if (to === undefined) throw new VendorError('contract', 'This installation does not have the vendor any more.');
    const send = async (signal: AbortSignal) => {
      await to.vendor.sendFeedback(request.vendorReference, request.verdict, signal);
      return null;
    };
    const { question } = request;
    const result = await this.caller.call({ to, operation: 'feedback', context: request, question, send });
    if (result.kind !== 'failed') return;
    const { retryAfterMs } = result.call;
    throw result.error ?? new VendorError('throttled', 'The vendor is left alone for a while.', { retryAfterMs });
  }

  /** The vendors of this installation that can be asked this, in order. */
  vendorsFor(stage: VendorStage): readonly string[] {
    return this.vendors.forStage(stage);
  }

  private async readPending(request: VendorRequest, pending: EarlierCall): Promise<AskedVendors> {
    const { vendor, vendorReference, id } = pending;
    if (this.find(vendor, request.question.stage)?.vendor.canRead === false) {
      return { answer: await this.calls.open(request.organizationId, id), failures: [] };
    }
    return this.read({ ...request, vendor, vendorReference });
  }

  /**
   * Questions whose answers were lost are looked up before anybody is asked (again): nobody shops for another answer, nor
   * pays for one, because a worker died.
   */
  private async lookUpLost(request: VendorRequest, earlier: readonly EarlierCall[]): Promise<LostAnswer> {
    const failed = new Map<string, FailedCall>();
    const lost = earlier.filter(mayHaveBeenTakenUp);
    for (const id of new Set(lost.map(({ vendor }) => vendor))) {
      const to = this.find(id, request.question.stage);
      if (to?.vendor.canRead !== true) continue;
      const result = await this.readAt(to, request, null);
      // Silent: the question never arrived.
      if (result.kind === 'silent') continue;
      if (result.kind === 'answered') return { answer: result.call, failed, isKeptBack: false };
      failed.set(id, result.call);
      const isOurs = result.call.errorClass === 'rate_limited' || result.call.errorClass === 'circuit_open';
      const mayHaveAnswered = lost.some(({ vendor, state }) => vendor === id && state === 'sent');
      if (isOurs && mayHaveAnswered) return { answer: null, failed, isKeptBack: true };
    }
    return { answer: null, failed, isKeptBack: false };
  }

  private async askOne(request: VendorRequest, id: string): Promise<CallResult> {
    const { question } = request;
    const to = this.find(id, question.stage);
    if (to === undefined) return { kind: 'failed', call: notConfigured(id), error: null };
    const send = (signal: AbortSignal) => to.vendor.ask(question, signal);
    return this.caller.call({ to, operation: 'ask', context: request, question, send });
  }

  private readAt(
    to: ConfiguredVendor,
    request: VendorRequest | ReadRequest,
    vendorReference: string | null,
  ): Promise<CallResult> {
    const { question } = request;
    const send = (signal: AbortSignal) => to.vendor.read(question, vendorReference, signal);
    return this.caller.call({ to, operation: 'read', context: request, question, send });
  }

  private find(id: string, stage: VendorStage): ConfiguredVendor | undefined {
    const found = this.vendors.find(id);
    return found?.vendor.stages.has(stage) === true ? found : undefined;
  }
}

interface LostAnswer {
  readonly answer: AskedVendors['answer'];
  /** By vendor: what could not be looked up. */
  readonly failed: ReadonlyMap<string, FailedCall>;
  /** A worker died while it waited for an answer, and we ourselves keep from looking just now. */
  readonly isKeptBack: boolean;
}

/** A question that has left and whose answer we do not have: its sender died, or it was cut off or not understood. */
function mayHaveBeenTakenUp({ operation, state, errorClass }: EarlierCall): boolean {
  if (operation !== 'ask') return false;
  return state === 'sent' || errorClass === 'timeout' || errorClass === 'unavailable' || errorClass === 'contract';
}

function failureOf(result: Exclude<CallResult, { kind: 'answered' }>): FailedCall {
  return result.kind === 'failed' ? result.call : { ...result.call, errorClass: 'contract', retryAfterMs: null };
}

const notConfigured = (vendor: string): FailedCall => ({
  vendor,
  callId: null,
  errorClass: 'not_configured',
  retryAfterMs: null,
});
