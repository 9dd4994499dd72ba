import { Circuit, CircuitOpenError, usualTiming } from '../../desk/circuit';
import { circuitOpen } from '../../desk/vendor-metrics';
import { VendorHttpClient } from '../../http/vendor-http.client';
import type { ApplicantAddress } from '../../port/applicant';
import { VendorError } from '../../port/vendor-error';
import type { AddressAnswer, AddressLookup, AddressObstacle, AddressVendor, AnsweredLookups } from '../address-vendor';
import { answerOf } from './smarty-answer';
import { readCandidates, type SmartyCandidate } from './smarty-candidate';
import { cutIntoRequests, obstacleOf, requestBody } from './smarty-lookup';

export interface SmartyAccess {
  /** With the path. */
  readonly url: string;
  readonly authId: string;
  readonly authToken: string;
  /** Which subscription is charged; null for the account's own choice. */
  readonly license: string | null;
  readonly timeoutMs: number;
}

/**
 * Smarty's US Street API (https://www.smarty.com/docs/cloud/us-street-api): addresses of the United States and its territories. The
 * auth-id and auth-token go in the header `Authorization`, as Smarty's own SDKs can send them (`BasicAuthCredentials`), and
 * not in the query, where its documentation shows them: a URL ends in logs.
 */
export class SmartyAddressVendor implements AddressVendor {
  readonly id = 'smarty';
  private readonly http: VendorHttpClient;
  private readonly query: string;
  private readonly circuit = new Circuit(usualTiming, (isOpen) =>
    circuitOpen.set({ vendor: 'smarty' }, isOpen ? 1 : 0),
  );

  constructor(
    { url, authId, authToken, license, timeoutMs }: SmartyAccess,
    readonly costMicros: number,
  ) {
    const authorization = `Basic ${Buffer.from(`${authId}:${authToken}`).toString('base64')}`;
    this.http = new VendorHttpClient({ baseUrl: url, headers: { authorization }, timeoutMs });
    this.query = license === null ? '' : `?${new URLSearchParams({ license }).toString()}`;
  }

  get openForMs(): number | null {
    return this.circuit.openForMs;
  }

  obstacleOf(address: ApplicantAddress): AddressObstacle | null {
    return obstacleOf(address);
  }

  cut(lookups: readonly AddressLookup[]): AddressLookup[][] {
    return cutIntoRequests(lookups);
  }

  async verify(lookups: readonly AddressLookup[], signal: AbortSignal): Promise<AnsweredLookups> {
    return this.circuit
      .run(() => this.ask(lookups, signal))
      .catch((error: unknown) => {
        if (!(error instanceof CircuitOpenError)) throw error;
        throw new VendorError('unavailable', error.message, { retryAfterMs: error.retryAfterMs });
      });
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private async ask(lookups: readonly AddressLookup[], signal: AbortSignal): Promise<AnsweredLookups> {
    const candidates = readCandidates(await this.post(requestBody(lookups), signal));
    const asked = new Set(lookups.map(({ reference }) => reference));
    // An answer to what nobody asked: then nothing says that the others belong to what was asked.
    if (candidates.some(({ inputId }) => !asked.has(inputId))) {
      throw new VendorError('contract', 'The address vendor answered for an address that it was not asked about.', {
        httpStatus: 200,
      });
    }
    const answers = new Map<string, AddressAnswer | 'unreadable'>();
    for (const { reference, address } of lookups) {
      answers.set(reference, answerOf(address, candidates.filter(isFor(reference))));
    }
    return { answers, httpStatus: 200 };
  }

  private async post(body: string, signal: AbortSignal): Promise<string> {
    const request = { method: 'POST', path: this.query, body } as const;
    const answer = await this.http.send(request, signal).catch((error: unknown) => {
      if (!(error instanceof VendorError) || error.httpStatus !== 402) throw error;
      throw new VendorError('unauthorized', 'The account at the address vendor has no active subscription.', {
        httpStatus: 402,
      });
    });
    return answer.body;
  }
}

const isFor =
  (reference: string) =>
  ({ inputId }: SmartyCandidate): boolean =>
    inputId === reference;
