/**
 * Why an attempt got no complete answer. `timeout` covers connecting, waiting and reading; `tls-failed` everything
 * from the certificate to a receiver that does not speak TLS; `connection-failed` is what remains, such as no route.
 */
export type WebhookFailureCode =
  | 'target-not-allowed'
  | 'dns-failed'
  | 'connection-refused'
  | 'connection-reset'
  | 'tls-failed'
  | 'timeout'
  | 'aborted'
  | 'response-invalid'
  | 'connection-failed';

/** What one attempt came to. Whether a status is a success is for the caller to say; a redirect is only an answer. */
export type WebhookAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly durationMs: number;
      /** What the receiver asked for in Retry-After, at most 24 hours; null when it did not ask. */
      readonly retryAfterMs: number | null;
      /** At most the first KiB of the body as text fit for a log and for Postgres. Written by the receiver. */
      readonly excerpt: string;
    }
  | { readonly kind: 'failed'; readonly code: WebhookFailureCode; readonly durationMs: number };
