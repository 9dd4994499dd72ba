import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed text that does not open: changed, cut off, or put in another place than it was sealed for. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';

  constructor(options?: ErrorOptions) {
    super('The sealed value cannot be opened: it was changed, moved, or sealed with another key.', options);
  }
}

/** AES-256-GCM (NIST SP 800-38D). @returns nonce (12 bytes), ciphertext, tag (16 bytes) */
export function seal(key: Buffer, associatedData: string, plaintext: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(associatedData));
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** @throws SealBrokenError */
export function unseal(key: Buffer, associatedData: string, sealed: Buffer): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new SealBrokenError();
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(associatedData))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const plaintext = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
    // Checks the tag. GCM is a stream: it holds nothing back, so nothing more comes.
    decipher.final();
    return plaintext;
  } catch (error) {
    throw new SealBrokenError({ cause: error });
  }
}
