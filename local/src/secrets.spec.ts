import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOrCreateSecrets } from './secrets';

describe('the secrets of a local installation', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'bonafide-secrets-spec-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('are random, of the form that the settings ask for, in a file for the owner only', () => {
    const secrets = readOrCreateSecrets(join(directory, 'new'));
    const [version, masterKey] = secrets.ENCRYPTION_MASTER_KEYS.split(':');

    expect(version).toBe('sandbox');
    expect(Buffer.from(masterKey!, 'base64')).toHaveLength(32);
    expect(Buffer.from(secrets.API_KEY_PEPPER, 'base64')).toHaveLength(32);
    expect(secrets.OPERATOR_API_KEY).toMatch(/^bfk_test_[a-z2-7]{16}_[a-z2-7]{52}$/);
    expect(readOrCreateSecrets(join(directory, 'other'))).not.toEqual(secrets);
    expect(statSync(join(directory, 'new', 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('are the same at the next start', () => {
    expect(readOrCreateSecrets(directory)).toEqual(readOrCreateSecrets(directory));
  });

  it('get what a newer version needs, and keep what they had', () => {
    writeFileSync(join(directory, 'secrets.json'), JSON.stringify({ API_KEY_PEPPER: 'kept' }));
    const secrets = readOrCreateSecrets(directory);
    expect(secrets.API_KEY_PEPPER).toBe('kept');
    expect(JSON.parse(readFileSync(join(directory, 'secrets.json'), 'utf8'))).toEqual(secrets);
  });

  it('are never replaced when the file is damaged: the data could not be read any more', () => {
    writeFileSync(join(directory, 'secrets.json'), '{"API_KEY');
    expect(() => readOrCreateSecrets(directory)).toThrow('secrets.json cannot be read');
    expect(readFileSync(join(directory, 'secrets.json'), 'utf8')).toBe('{"API_KEY');
    expect(existsSync(join(directory, 'secrets.json.new'))).toBe(false);
  });
});
