import { parseRetryAfter } from './retry-after';

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const day = 86_400_000;

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 120 ', 120_000],
    ['86400', day],
    ['86401', day],
    ['99999999999999999999999999', day],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sunday, 01-Mar-26 12:00:30 GMT', 30_000],
    ['Sun Mar  1 12:00:30 2026', 30_000],
    ['Sun, 01 Mar 2026 11:59:59 GMT', 0],
    ['Mon, 01 Mar 2027 12:00:00 GMT', day],
  ])('%j is %d ms', (header, waitMs) => {
    expect(parseRetryAfter(header, nowMs)).toBe(waitMs);
  });

  it.each([undefined, '', '-1', '1.5', '1e3', '0x10', 'soon', '2026-03-01T12:00:30Z', 'Sun, 99 Mar 2026 12:00:30 GMT'])(
    '%j is no wait',
    (header) => {
      expect(parseRetryAfter(header, nowMs)).toBeNull();
    },
  );
});
