import { countryName } from '../country-names';
import { type OfacFacts, readOfacFact } from '../ofac/ofac-facts';
import { onlyKnown } from '../only-known';

/**
 * Reads one item of the column `ids`: `[country code, ][date, ][date, ]number, label`, e.g.
 * `GE, 2030-01-02, 2020-01-02, SB475, Passport`. Of two dates the first is the day of expiry; one alone may be either
 * and stays in the note. Returns false when no rule reads the label.
 */
export function readCslId(item: string, facts: OfacFacts): boolean {
  const pieces = item.split(', ');
  const label = pieces.pop() ?? '';
  const code = pieces.length > 1 && /^[A-Z]{2}$/u.test(pieces[0] ?? '') ? pieces.shift() : undefined;
  const dates: string[] = [];
  while (pieces.length > 1 && /^\d{4}-\d{2}-\d{2}$/u.test(pieces[0] ?? '')) dates.push(pieces.shift() ?? '');
  const number = pieces.join(', ');
  const [expiresOn, issuedOn] = dates.length === 2 ? dates : [];
  return readOfacFact(`${label} ${number}`, facts, {
    number: number.replace(/^IMO /u, ''),
    ...onlyKnown({
      country: code && countryName(code),
      countryCode: code,
      issuedOn,
      expiresOn,
      note: dates.length === 1 ? `issued or expires ${dates.join()}` : undefined,
    }),
  });
}
