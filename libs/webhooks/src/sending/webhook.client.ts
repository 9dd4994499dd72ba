import { setMaxListeners } from 'node:events';

import { parseRetryAfter } from '@bonafide/jobs';
import { Agent, type buildConnector } from 'undici';
import { withDeadline } from './deadline';
import { type ConnectionGuard, openGuardedConnection } from './guarded-connection';
import { lookupAddresses, type LookupAddresses } from './lookup-addresses';
import { checkRequestHeaders } from './request-headers';
import { readExcerpt } from './response-excerpt';
import { failureCodeOf, SendingFailure } from './sending-failure';
import { type TargetPolicy } from './target-url';
import { type WebhookAnswer } from './webhook-answer';

const USER_AGENT = 'Bonafide-Webhooks/1';
const MAX_RESPONSE_HEADER_BYTES = 16 * 1024;
// A receiver may ask for longer in its Keep-Alive header; an idle connection serves nobody for that long.
const MAX_KEEP_ALIVE_MS = 30_000;

export interface WebhookClientOptions {
  readonly policy: TargetPolicy;
  /** How names become addresses; the operating system unless told otherwise. */
  readonly lookup?: LookupAddresses;
  /** Connections, and so requests, at a time to one origin; 4 unless told otherwise. The others wait in line. */
  readonly connectionsPerOrigin?: number;
  /** How long a connection may take from the DNS question to the end of the TLS handshake; 10 s unless told otherwise. */
  readonly connectTimeoutMs?: number;
  /** PEM of the only certificate authority to trust, for receivers inside the operator's own network. */
  readonly certificateAuthority?: string;
}

export interface WebhookRequest {
  /** As stored; checked again here, as far as the policy and the addresses go. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** From the call to the end of the answer, waiting for a free connection included. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

interface Endpoint {
  readonly origin: string;
  /** With the query. */
  readonly path: string;
}

/**
 * Posts messages to URLs that strangers chose. Reaches only addresses the policy allows, follows no redirect, and reads
 * no more than 64 KiB of an answer within the time of the request.
 */
export class WebhookClient {
  private readonly agent: Agent;
  private readonly closing = withManyListeners(new AbortController());
  private readonly guard: ConnectionGuard;
  private readonly connectTimeoutMs: number;
  private readonly allowHttp: boolean;

  constructor(options: WebhookClientOptions) {
    const { policy, lookup = lookupAddresses, certificateAuthority } = options;
    this.guard = {
      allowedRanges: policy.allowedRanges,
      lookup,
      ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    };
    this.allowHttp = policy.allowHttp;
    this.connectTimeoutMs = options.connectTimeoutMs ?? 10_000;
    this.agent = new Agent({
      connect: this.connect,
      connections: options.connectionsPerOrigin ?? 4,
      pipelining: 1,
      keepAliveMaxTimeout: MAX_KEEP_ALIVE_MS,
      maxHeaderSize: MAX_RESPONSE_HEADER_BYTES,
    });
  }

  /**
   * One attempt; never a second one on its own. An answer that breaks off or does not end in time is a failure whatever
   * its status said; one that is merely too long is an answer.
   *
   * @throws {TypeError} for a header that is malformed or not the caller's to set: no later attempt would be better
   */
  async send(request: WebhookRequest): Promise<WebhookAnswer> {
    checkRequestHeaders(request.headers);
    const startedMs = performance.now();
    const durationMs = () => Math.round(performance.now() - startedMs);
    try {
      const endpoint = this.endpointOf(request.url);
      const exchange = (deadline: AbortSignal) => this.exchange(endpoint, request, deadline);
      const response = await withDeadline(request.timeoutMs, request.signal, exchange);
      return { kind: 'answered', durationMs: durationMs(), ...response };
    } catch (error) {
      return { kind: 'failed', code: failureCodeOf(error), durationMs: durationMs() };
    }
  }

  /** Breaks off what is under way (`aborted`) and closes every connection. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.agent.destroy();
  }

  private async exchange(endpoint: Endpoint, { headers, body, timeoutMs }: WebhookRequest, signal: AbortSignal) {
    const response = await this.agent.request({
      ...endpoint,
      method: 'POST',
      headers: { ...headers, 'user-agent': USER_AGENT },
      body,
      signal,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    const excerpt = await readExcerpt(response.body);
    const retryAfter = [response.headers['retry-after']].flat()[0];
    return { status: response.statusCode, retryAfterMs: parseRetryAfter(retryAfter, Date.now()), excerpt };
  }

  private endpointOf(text: string): Endpoint {
    const url = URL.canParse(text) ? new URL(text) : null;
    const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && this.allowHttp);
    if (url === null || !isAllowed) throw new SendingFailure('target-not-allowed');
    return { origin: url.origin, path: url.pathname + url.search };
  }

  private readonly connect: buildConnector.connector = ({ protocol, hostname, port }, done) => {
    const scheme = protocol === 'https:' ? 'https:' : 'http:';
    const target = { protocol: scheme, hostname, port: Number(port || (scheme === 'https:' ? 443 : 80)) } as const;
    void withDeadline(this.connectTimeoutMs, this.closing.signal, (deadline) =>
      openGuardedConnection(target, this.guard, deadline),
    ).then(
      (socket) => done(null, socket),
      (error: unknown) => done(error as Error, null),
    );
  };
}

/** Every request under way listens to it: many listeners are no leak here. */
function withManyListeners(controller: AbortController): AbortController {
  setMaxListeners(0, controller.signal);
  return controller;
}
