import { randomBytes } from 'node:crypto';

import { createApiKey, hashApiKey, isApiKeyOf, publicPartOf } from './api-key';

const pepper = randomBytes(32);

describe('an API key', () => {
  it('says whether it is live or for testing', () => {
    expect(createApiKey('production')).toMatch(/^bfk_live_/);
    expect(createApiKey('sandbox')).toMatch(/^bfk_test_/);
  });

  it('proves itself against its hash, and nothing else does', () => {
    const key = createApiKey('sandbox');
    const hash = hashApiKey(key, pepper);
    expect(isApiKeyOf(key, hash, pepper)).toBe(true);
    expect(isApiKeyOf(createApiKey('sandbox'), hash, pepper)).toBe(false);
    expect(isApiKeyOf(key, hash, randomBytes(32))).toBe(false);
    expect(isApiKeyOf(key, hash.subarray(1), pepper)).toBe(false);
  });

  it.each(['', 'bfk_test_short_x', 'Bearer x', `${createApiKey('sandbox')} `, createApiKey('sandbox').toUpperCase()])(
    'is not %p',
    (text) => {
      expect(publicPartOf(text)).toBeNull();
    },
  );
});
