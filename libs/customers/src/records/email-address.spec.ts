import { comparableEmail } from './email-address';

describe('an e-mail address', () => {
  it.each([
    ['Ana.Example@Example.com ', 'ana.example@example.com'],
    ['A.n.a@gmail.com', 'ana@gmail.com'],
    ['ana+bank@googlemail.com', 'ana@gmail.com'],
    ['a.na+x@example.com', 'a.na+x@example.com'],
  ])('%j is compared as %s', (email, compared) => {
    expect(comparableEmail(email)).toBe(compared);
  });
});
