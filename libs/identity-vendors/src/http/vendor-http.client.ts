import { parseRetryAfter } from '@bonafide/jobs';
import { Agent } from 'undici';

import { VendorError } from '../port/vendor-error';
import { classOfStatus, classOfTransport } from './error-class';

export interface VendorHttpOptions {
  /** Scheme, host and port; a path is kept and goes before that of each request. */
  readonly baseUrl: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** From the call to the end of the answer. */
  readonly timeoutMs: number;
}

export interface VendorHttpRequest {
  readonly method: 'GET' | 'POST';
  /** Begins with a slash. Ids in it are encoded by the caller, and no personal data is: URLs end in logs. */
  readonly path: string;
  readonly body?: string | Buffer;
  readonly contentType?: string;
  /** In place of the client's, for a request that takes longer. */
  readonly timeoutMs?: number;
}

export interface VendorHttpAnswer {
  readonly status: number;
  readonly body: string;
}

// Score cards have some kilobytes; a vendor has no reason to send more than this.
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;

/**
 * Sends one request to a vendor, once, and says in our words what went wrong. Follows no redirect: the credentials are for
 * the host that the operator has named.
 */
export class VendorHttpClient {
  private readonly agent = new Agent({ connections: 32, pipelining: 1, connect: { timeout: 5_000 } });
  private readonly origin: string;
  private readonly basePath: string;

  constructor(private readonly options: VendorHttpOptions) {
    const { origin, pathname } = new URL(options.baseUrl);
    this.origin = origin;
    this.basePath = pathname.replace(/\/+$/, '');
  }

  /**
   * @returns answers of the classes 2xx and, when `accept` says so, of other statuses
   * @throws VendorError for all others, and when there is no whole answer in time
   * @throws what the signal was aborted with
   */
  async send(
    request: VendorHttpRequest,
    signal: AbortSignal,
    accept: (status: number) => boolean = () => false,
  ): Promise<VendorHttpAnswer> {
    signal.throwIfAborted();
    const { timeoutMs = this.options.timeoutMs } = request;
    const deadline = AbortSignal.timeout(timeoutMs);
    const { status, retryAfter, body } = await this.exchange(request, AbortSignal.any([signal, deadline])).catch(
      (cause: unknown) => {
        signal.throwIfAborted();
        throw cause instanceof VendorError ? cause : transportError(cause, deadline.aborted, timeoutMs);
      },
    );
    if ((status >= 200 && status < 300) || accept(status)) return { status, body };
    throw new VendorError(classOfStatus(status), `The vendor answered with the HTTP status ${status}.`, {
      httpStatus: status,
      retryAfterMs: parseRetryAfter(retryAfter, Date.now()),
      raw: body,
    });
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async exchange(request: VendorHttpRequest, signal: AbortSignal) {
    const { method, path, body = null, contentType = 'application/json' } = request;
    const { headers } = this.options;
    const { timeoutMs = this.options.timeoutMs } = request;
    const response = await this.agent.request({
      origin: this.origin,
      path: this.basePath + path,
      method,
      headers: {
        ...headers,
        accept: 'application/json',
        'user-agent': 'Bonafide-Vendors/1',
        ...(body === null ? {} : { 'content-type': contentType }),
      },
      body,
      signal,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    const status = response.statusCode;
    const retryAfter = [response.headers['retry-after']].flat()[0];
    return { status, retryAfter, body: await readBounded(response.body, status) };
  }
}

async function readBounded(stream: AsyncIterable<Buffer>, status: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) {
      throw new VendorError('contract', 'The vendor answered with more than 2 MiB.', { httpStatus: status });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function transportError(cause: unknown, isLate: boolean, timeoutMs: number): VendorError {
  const errorClass = isLate ? 'timeout' : classOfTransport(cause);
  const sentence =
    errorClass === 'timeout'
      ? `The vendor did not answer within ${timeoutMs} ms.`
      : 'The connection to the vendor could not be made, or broke.';
  return new VendorError(errorClass, sentence, { cause });
}
