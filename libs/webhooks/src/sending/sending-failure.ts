import { TargetUrlError } from './target-url';
import { type WebhookFailureCode } from './webhook-answer';

/** An attempt that ended before a complete answer. Carries a code and no word about the receiver. */
export class SendingFailure extends Error {
  override readonly name = 'SendingFailure';

  constructor(
    readonly code: WebhookFailureCode,
    options?: ErrorOptions,
  ) {
    super(`The webhook was not delivered: ${code}.`, options);
  }
}

const CODES: Readonly<Record<string, WebhookFailureCode>> = {
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  EPIPE: 'connection-reset',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_ABORTED: 'aborted',
  UND_ERR_CLOSED: 'aborted',
  UND_ERR_DESTROYED: 'aborted',
  UND_ERR_HEADERS_OVERFLOW: 'response-invalid',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'connection-reset',
};

/** The failure code of whatever Node or undici threw while connecting, sending or reading. */
export function failureCodeOf(error: unknown): WebhookFailureCode {
  if (error instanceof SendingFailure) return error.code;
  if (error instanceof TargetUrlError) return error.code === 'dns-failed' ? 'dns-failed' : 'target-not-allowed';
  const { name, code, message } = describe(error);
  const known = CODES[code];
  if (known !== undefined) return known;
  // undici has one class or code for a connection that ends early and for an answer that makes no sense; only the text
  // differs.
  if (code === 'UND_ERR_SOCKET') return message.startsWith('bad ') ? 'response-invalid' : 'connection-reset';
  if (name === 'HTTPParserError') return message.includes('EOF') ? 'connection-reset' : 'response-invalid';
  // With TLS 1.3 a receiver may reject the handshake after our side has finished it.
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return 'tls-failed';
  return 'connection-failed';
}

function describe(error: unknown): { readonly name: string; readonly code: string; readonly message: string } {
  const { name, code, message } = Object(error) as Readonly<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return { name: text(name), code: text(code), message: text(message) };
}
