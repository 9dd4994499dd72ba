import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseWebhookSecret } from './webhook-secret';

/** Standard Webhooks allows the clocks of both sides to differ by five minutes. */
const DEFAULT_TOLERANCE_SECONDS = 300;
/** Beyond this (year 5138) a "second" is surely a millisecond. */
const MAX_TIMESTAMP_SECONDS = 100_000_000_000;

export interface SignedMessage {
  /** Every live secret, `whsec_…`; two while a rotation overlaps. */
  readonly secrets: readonly string[];
  /** The `webhook-id` header: visible ASCII without a `.`, the same at every attempt. */
  readonly messageId: string;
  /** The `webhook-timestamp` header: whole seconds since 1970, the time of this attempt. */
  readonly timestampSeconds: number;
  /** The exact bytes of the request body, as UTF-8 text. */
  readonly body: string;
}

export interface ReceivedMessage extends SignedMessage {
  /** The `webhook-signature` header: a space separated list. Versions other than `v1` are skipped. */
  readonly signature: string;
  readonly nowSeconds: number;
  /** How far the timestamp may lie in the past or the future; five minutes unless told otherwise. */
  readonly toleranceSeconds?: number;
}

/**
 * The `webhook-signature` header of Standard Webhooks 1.0.0: one `v1,<base64 HMAC-SHA256>` for each secret, separated
 * by spaces, over `<id>.<timestamp>.<body>`.
 *
 * @throws {RangeError} when there is no secret, or the id or the timestamp would make the signed text ambiguous
 * @throws {WebhookSecretError} when a secret is malformed
 */
export function signWebhook({ secrets, messageId, timestampSeconds, body }: SignedMessage): string {
  if (secrets.length === 0) throw new RangeError('A webhook is signed with at least one secret.');
  if (!isMessageId(messageId)) throw new RangeError('A webhook message id is visible ASCII without a ".".');
  if (!isTimestamp(timestampSeconds)) throw new RangeError('A webhook timestamp is in whole seconds since 1970.');
  return secrets.map((secret) => signatureOf(secret, messageId, timestampSeconds, body)).join(' ');
}

/**
 * Whether one of the signatures was made with one of the secrets and the timestamp is recent. Takes the same time
 * wherever a wrong signature differs.
 *
 * @throws {WebhookSecretError} when a secret is malformed; what the sender controls never makes this throw
 */
export function verifyWebhook(message: ReceivedMessage): boolean {
  const { secrets, messageId, timestampSeconds, body, signature, nowSeconds } = message;
  const toleranceSeconds = message.toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS;
  if (!isMessageId(messageId) || !isTimestamp(timestampSeconds)) return false;
  if (Math.abs(nowSeconds - timestampSeconds) > toleranceSeconds) return false;

  const received = signature.split(' ');
  let isGenuine = false;
  for (const secret of secrets) {
    const expected = signatureOf(secret, messageId, timestampSeconds, body);
    // No early return: the time must not tell which secret or which entry matched.
    for (const candidate of received) isGenuine = isSameText(candidate, expected) || isGenuine;
  }
  return isGenuine;
}

function signatureOf(secret: string, messageId: string, timestampSeconds: number, body: string): string {
  const hmac = createHmac('sha256', parseWebhookSecret(secret));
  return `v1,${hmac.update(`${messageId}.${timestampSeconds}.${body}`).digest('base64')}`;
}

function isMessageId(messageId: string): boolean {
  return /^[!-~]+$/.test(messageId) && !messageId.includes('.');
}

function isTimestamp(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 0 && seconds < MAX_TIMESTAMP_SECONDS;
}

function isSameText(left: string, right: string): boolean {
  const [leftBytes, rightBytes] = [Buffer.from(left), Buffer.from(right)];
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes);
}
