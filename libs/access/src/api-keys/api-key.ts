import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** `bfk_<live|test>_<id>_<secret>`: recognisable to secret scanners, the id looks it up, the secret proves it. */
export const API_KEY_PATTERN = /^bfk_(?:live|test)_([a-z2-7]{16})_[a-z2-7]{52}$/;

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

export function createApiKey(mode: 'sandbox' | 'production'): string {
  return `bfk_${mode === 'production' ? 'live' : 'test'}_${randomBase32(16)}_${randomBase32(52)}`;
}

/** The part that is no secret; null for a text that is no API key. */
export function publicPartOf(apiKey: string): string | null {
  return API_KEY_PATTERN.exec(apiKey)?.[1] ?? null;
}

/** HMAC-SHA-256: fast is fine, for the secret has 260 random bits and nobody can try them all. */
export function hashApiKey(apiKey: string, pepper: Buffer): Buffer {
  return createHmac('sha256', pepper).update(apiKey).digest();
}

export function isApiKeyOf(apiKey: string, hash: Buffer, pepper: Buffer): boolean {
  const presented = hashApiKey(apiKey, pepper);
  return presented.length === hash.length && timingSafeEqual(presented, hash);
}

function randomBase32(length: number): string {
  // 32 divides 256, so every letter is equally likely.
  return [...randomBytes(length)].map((byte) => BASE32.charAt(byte % 32)).join('');
}
