import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { createWebhookSecret, WebhookSecretError } from './webhook-secret';
import { type ReceivedMessage, signWebhook, verifyWebhook } from './webhook-signature';

// The worked example of the Standard Webhooks libraries.
const known = {
  secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  messageId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestampSeconds: 1_614_265_330,
  body: '{"test": 2432232314}',
};
const knownSignature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

const aReceivedMessage = (changes: Partial<ReceivedMessage> = {}): ReceivedMessage => ({
  ...known,
  signature: knownSignature,
  nowSeconds: known.timestampSeconds,
  ...changes,
});

describe('webhook signature', () => {
  it('gives the known answer of Standard Webhooks', () => {
    expect(signWebhook(known)).toBe(knownSignature);
    expect(verifyWebhook(aReceivedMessage())).toBe(true);
  });

  it('is what the reference library makes, and is accepted by it, for any body', () => {
    const secret = createWebhookSecret();
    const library = new Webhook(secret);
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/), fc.string({ unit: 'grapheme' }), (messageId, body) => {
        const timestampSeconds = Math.floor(Date.now() / 1000);
        const ours = signWebhook({ secrets: [secret], messageId, timestampSeconds, body });
        const theirs = library.sign(messageId, new Date(timestampSeconds * 1000), body);
        expect(ours).toBe(theirs);
        const headers = {
          'webhook-id': messageId,
          'webhook-timestamp': `${timestampSeconds}`,
          'webhook-signature': ours,
        };
        library.verify(body, headers, { jsonParse: false });
        const message = { secrets: [secret], messageId, timestampSeconds, body, signature: theirs };
        expect(verifyWebhook({ ...message, nowSeconds: timestampSeconds })).toBe(true);
      }),
    );
  });

  it('during a rotation satisfies a receiver that knows only the old or only the new secret', () => {
    const [oldSecret, newSecret] = [createWebhookSecret(), createWebhookSecret()];
    const signature = signWebhook({ ...known, secrets: [newSecret, oldSecret] });
    expect(signature.split(' ')).toHaveLength(2);
    expect(verifyWebhook(aReceivedMessage({ secrets: [oldSecret], signature }))).toBe(true);
    expect(verifyWebhook(aReceivedMessage({ secrets: [newSecret], signature }))).toBe(true);
    expect(verifyWebhook(aReceivedMessage({ secrets: [createWebhookSecret()], signature }))).toBe(false);
  });

  it.each<[string, Partial<ReceivedMessage>]>([
    ['the body changed', { body: '{"test": 2432232315}' }],
    ['the id changed', { messageId: 'msg_other' }],
    ['the timestamp changed', { timestampSeconds: known.timestampSeconds + 1 }],
    ['the secret is another', { secrets: [createWebhookSecret()] }],
    ['there is no secret', { secrets: [] }],
    ['the header is empty', { signature: '' }],
    ['the signature is cut off', { signature: knownSignature.slice(0, -4) }],
    ['the signature has another version', { signature: knownSignature.replace('v1,', 'v2,') }],
    ['the message is 301 s old', { nowSeconds: known.timestampSeconds + 301 }],
    ['the message is 301 s ahead', { nowSeconds: known.timestampSeconds - 301 }],
    ['a narrower tolerance is exceeded', { nowSeconds: known.timestampSeconds + 11, toleranceSeconds: 10 }],
  ])('does not verify when %s', (_case, changes) => {
    expect(verifyWebhook(aReceivedMessage(changes))).toBe(false);
  });

  it('verifies at the edges of the tolerance and beside signatures of other versions', () => {
    expect(verifyWebhook(aReceivedMessage({ nowSeconds: known.timestampSeconds + 300 }))).toBe(true);
    expect(verifyWebhook(aReceivedMessage({ nowSeconds: known.timestampSeconds - 300 }))).toBe(true);
    expect(verifyWebhook(aReceivedMessage({ signature: `v1a,c2ln ${knownSignature} v1,c2ln` }))).toBe(true);
  });

  it.each(['msg.1', '', 'msg 1', 'msg\r\nx: y', 'müll'])('refuses the message id %j', (messageId) => {
    expect(() => signWebhook({ ...known, messageId })).toThrow('visible ASCII without a "."');
    expect(verifyWebhook(aReceivedMessage({ messageId }))).toBe(false);
  });

  it('does not verify an id with a "." even when the signature over the same text is genuine', () => {
    // `a.1` with body `b` and `a` with body `b` at another time would otherwise sign the same text.
    const signature = signWebhook({
      ...known,
      messageId: 'a',
      timestampSeconds: 1,
      body: `${known.timestampSeconds}.b`,
    });
    expect(verifyWebhook(aReceivedMessage({ messageId: 'a.1', body: 'b', signature }))).toBe(false);
  });

  it('does not verify a timestamp that is not a number, which no tolerance can exclude', () => {
    const signature = new Webhook(known.secrets[0]!).sign(known.messageId, new Date(NaN), known.body);
    expect(verifyWebhook(aReceivedMessage({ timestampSeconds: NaN, signature }))).toBe(false);
  });

  it.each([1.5, -1, NaN, 1_614_265_330_000])('refuses the timestamp %d', (timestampSeconds) => {
    expect(() => signWebhook({ ...known, timestampSeconds })).toThrow('whole seconds since 1970');
  });

  it('refuses to sign without a secret or with a malformed one', () => {
    expect(() => signWebhook({ ...known, secrets: [] })).toThrow('at least one secret');
    expect(() => signWebhook({ ...known, secrets: [...known.secrets, 'hunter2'] })).toThrow(WebhookSecretError);
  });
});
