import { randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const NEW_SECRET_BYTES = 32;
// Standard Webhooks 1.0.0, "Signature scheme": a symmetric secret has 24 to 64 random bytes.
const MIN_SECRET_BYTES = 24;
const MAX_SECRET_BYTES = 64;

/** A webhook secret that cannot be used. The message says why and never repeats the secret. */
export class WebhookSecretError extends Error {
  override readonly name = 'WebhookSecretError';
}

/** A new signing secret as it is shown to the receiver: `whsec_` and the base64 of 32 random bytes. */
export function createWebhookSecret(): string {
  return PREFIX + randomBytes(NEW_SECRET_BYTES).toString('base64');
}

/**
 * The HMAC key in a `whsec_…` secret, 24 to 64 bytes (Standard Webhooks 1.0.0).
 *
 * @throws {WebhookSecretError} when the prefix, the base64 or the length is wrong
 */
export function parseWebhookSecret(secret: string): Buffer {
  if (!secret.startsWith(PREFIX)) throw new WebhookSecretError(`A webhook secret starts with "${PREFIX}".`);
  const encoded = secret.slice(PREFIX.length);
  const key = Buffer.from(encoded, 'base64');
  // Buffer skips what it does not understand, so a damaged secret would otherwise become another, shorter key.
  if (key.toString('base64') !== encoded) {
    throw new WebhookSecretError(`What follows "${PREFIX}" in a webhook secret is padded standard base64.`);
  }
  if (key.length < MIN_SECRET_BYTES || key.length > MAX_SECRET_BYTES) {
    throw new WebhookSecretError(
      `A webhook secret has ${MIN_SECRET_BYTES} to ${MAX_SECRET_BYTES} bytes; this one has ${key.length}.`,
    );
  }
  return key;
}
