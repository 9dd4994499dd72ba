import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The secrets of a local installation, under the names of the settings that carry them. */
export interface Secrets {
  readonly ENCRYPTION_MASTER_KEYS: string;
  readonly API_KEY_PEPPER: string;
  readonly OPERATOR_API_KEY: string;
}

/** Letters that every flavour of base32 has: none that is mistaken for a digit. */
const letters = 'abcdefghjkmnpqrstvwxyz234567';

/** Made at the first start, the same at every later one: what was encrypted yesterday can be read today. */
export function readOrCreateSecrets(directory: string): Secrets {
  const file = join(directory, 'secrets.json');
  const kept = existsSync(file) ? parseSecrets(file) : {};
  const secrets = { ...newSecrets(), ...kept };
  if (Object.keys(kept).length < Object.keys(secrets).length) {
    mkdirSync(directory, { recursive: true });
    // Whole or not at all: half a file of keys would be the end of the data.
    writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return secrets;
}

function newSecrets(): Secrets {
  return {
    ENCRYPTION_MASTER_KEYS: `sandbox:${randomBytes(32).toString('base64')}`,
    API_KEY_PEPPER: randomBytes(32).toString('base64'),
    OPERATOR_API_KEY: `bfk_test_${randomLetters(16)}_${randomLetters(52)}`,
  };
}

function randomLetters(count: number): string {
  return Array.from({ length: count }, () => letters[randomInt(letters.length)]).join('');
}

function parseSecrets(file: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>;
  } catch (error) {
    throw new Error(`${file} cannot be read. Repair it, or delete the directory around it to begin anew.`, {
      cause: error,
    });
  }
}
