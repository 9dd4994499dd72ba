import { NotificationRefusedError, readIdentityMindNotification } from './identitymind-notification';

const credentials = ['vendor:the-current-password', 'vendor:the-former-password'];
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const current = basic(credentials[0] ?? '');

const aBody = (more: object = {}, moments: readonly unknown[] = [1_517_439_212_261, 1_517_439_215_000]): string =>
  JSON.stringify({
    mtid: '92514582',
    tid: 'vck_01kq0000000000000000000001',
    state: 'D',
    rcd: '',
    ednaScoreCard: { etr: moments.map((ts) => ({ test: 'dv:5', details: 'JANE DOE', ts })), er: {} },
    ...more,
  });

const refusalOf = (
  authorization: string | undefined,
  body = aBody(),
  known: readonly string[] = credentials,
): string => {
  try {
    readIdentityMindNotification(authorization, body, known);
  } catch (error) {
    expect(error).toBeInstanceOf(NotificationRefusedError);
    expect((error as Error).message).not.toMatch(/JANE|password-/);
    return (error as NotificationRefusedError).reason;
  }
  return 'was taken';
};

describe('a notification from IdentityMind', () => {
  it('says which case has changed, to what, and when', () => {
    expect(readIdentityMindNotification(current, aBody(), credentials)).toEqual({
      tid: 'vck_01kq0000000000000000000001',
      state: 'D',
      newestMs: 1_517_439_215_000,
      dedupeKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is let in with the former password too, while that is named', () => {
    expect(refusalOf(basic('vendor:the-former-password'))).toBe('was taken');
    expect(refusalOf(basic('vendor:the-former-password'), aBody(), credentials.slice(0, 1))).toBe('unauthorized');
  });

  it.each([
    undefined,
    '',
    'Basic',
    'Basic ',
    basic(''),
    basic('vendor:'),
    basic('vendor:the-current-passwor'),
    basic('vendor:the-current-password '),
    basic('other:the-current-password'),
    basic(`${credentials[0] ?? ''},${credentials[1] ?? ''}`),
    `Bearer ${current.slice(6)}`,
    current.slice(6),
  ])('is not let in with %p', (authorization) => {
    expect(refusalOf(authorization)).toBe('unauthorized');
  });

  it('is not let in anywhere that has no credentials', () => {
    expect(refusalOf(current, aBody(), [])).toBe('unauthorized');
    expect(refusalOf(basic(''), aBody(), [])).toBe('unauthorized');
  });

  it.each([
    ['no JSON', 'tid=1'],
    ['no tid', aBody({ tid: undefined })],
    ['a tid that is a number', aBody({ tid: 7 })],
    ['a tid that is a path', aBody({ tid: '../x' })],
    ['no state', aBody({ state: undefined })],
    ['no score card', aBody({ ednaScoreCard: undefined })],
    ['an error', aBody({ error_message: 'x' })],
  ])('is refused when it has %s, and only after its sender is known', (_, body) => {
    expect(refusalOf(current, body)).toBe('unreadable');
    expect(refusalOf(undefined, body)).toBe('unauthorized');
  });

  it('has the same key however often it comes, and another one for another change', () => {
    const keyOf = (body: string) => readIdentityMindNotification(current, body, credentials).dedupeKey;
    expect(keyOf(aBody({ rcd: '1' }))).toBe(keyOf(aBody()));
    const others = [aBody({ state: 'A' }), aBody({ tid: 'vck_2' }), aBody({}, [1_517_439_216_000]), aBody({}, [])];
    expect(new Set([aBody(), ...others].map(keyOf)).size).toBe(5);
  });
});
