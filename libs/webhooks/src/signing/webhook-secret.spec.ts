import { createWebhookSecret, parseWebhookSecret, WebhookSecretError } from './webhook-secret';

const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;

describe('webhook secret', () => {
  it('is new each time and holds 32 bytes', () => {
    const secret = createWebhookSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(parseWebhookSecret(secret)).toHaveLength(32);
    expect(createWebhookSecret()).not.toBe(secret);
  });

  it.each([24, 25, 64])('may have %i bytes', (bytes) => {
    expect(parseWebhookSecret(secretOf(bytes))).toEqual(Buffer.alloc(bytes, 7));
  });

  it.each([
    ['the prefix is missing', secretOf(32).slice('whsec_'.length), 'starts with "whsec_"'],
    ['it is the public key of an asymmetric pair', secretOf(32).replace('whsec_', 'whpk_'), 'starts with "whsec_"'],
    ['there is nothing behind the prefix', 'whsec_', '24 to 64 bytes; this one has 0'],
    ['it has 23 bytes', secretOf(23), '24 to 64 bytes; this one has 23'],
    ['it has 65 bytes', secretOf(65), '24 to 64 bytes; this one has 65'],
    ['it ends with a line break', `${secretOf(32)}\n`, 'padded standard base64'],
    ['its padding was lost', secretOf(32).replace('=', ''), 'padded standard base64'],
    ['it is base64url', `whsec_${Buffer.alloc(32, 0xff).toString('base64url')}`, 'padded standard base64'],
  ])('is refused when %s', (_case, secret, sentence) => {
    expect(() => parseWebhookSecret(secret)).toThrow(WebhookSecretError);
    expect(() => parseWebhookSecret(secret)).toThrow(sentence);
  });

  it('is not repeated in the error', () => {
    const messageOf = (secret: string) => {
      try {
        return parseWebhookSecret(secret).toString();
      } catch (error) {
        return String(error);
      }
    };
    expect(messageOf(`${secretOf(32)}!`)).toMatch(/^WebhookSecretError: (?!.*BwcH)/);
  });
});
