import { createHash } from 'node:crypto';

import { type SanctionsEntry } from './sanctions-entry';

/**
 * SHA-256 over all that an entry says, whatever order its properties were written in. Two publications hold the same
 * entry when their fingerprints are equal.
 */
export function entryFingerprint(entry: SanctionsEntry): Buffer {
  return createHash('sha256').update(JSON.stringify(entry, inAlphabeticalOrder)).digest();
}

function inAlphabeticalOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
