import type { MaskedTaxId, TaxId } from './customer-record';

const ITIN_GROUPS = [
  [50, 65],
  [70, 88],
  [90, 92],
  [94, 99],
] as const;

/**
 * What is wrong with a tax number, or undefined. Only its form is looked at: whether it was issued, and to whom, is for a
 * vendor to say. Forms: SSA POMS RM 10201.035 (SSN), IRS IRM 3.21.263 (ITIN), IRS Publication 1635 (EIN).
 */
export function taxIdFault({ type, number, country }: TaxId): string | undefined {
  if (type === 'foreign') {
    if (country === 'US') return 'must be of another country; for the United States say ssn, itin or ein';
    return /^[\p{L}\p{N}][\p{L}\p{N} ./-]{2,39}$/u.test(number)
      ? undefined
      : 'must have 3 to 40 letters, digits, spaces or . / -';
  }
  if (country !== 'US')
    return `must be of the United States when it is an ${type.toUpperCase()}; otherwise say foreign`;
  if (!/^\d{3}[- ]?\d{2}[- ]?\d{4}$|^\d{2}-?\d{7}$/.test(number)) return 'must have nine digits';
  const digits = digitsOf(number);
  const [area, group, serial] = [digits.slice(0, 3), digits.slice(3, 5), digits.slice(5)];
  if (/^(\d)\1*$/.test(digits)) return 'must not be one digit nine times';
  switch (type) {
    case 'ssn':
      return area === '000' || area === '666' || area.startsWith('9') || group === '00' || serial === '0000'
        ? 'is no number that the Social Security Administration gives out'
        : undefined;
    case 'itin':
      return area.startsWith('9') && ITIN_GROUPS.some(([from, to]) => Number(group) >= from && Number(group) <= to)
        ? undefined
        : 'is no number that the Internal Revenue Service gives out to individuals';
    case 'ein':
      return digits.startsWith('00') ? 'must not begin with 00' : undefined;
  }
}

/** The same however it is written. Numbers of the United States are alike whatever they are called. */
export const comparableTaxId = ({ type, number, country }: TaxId): string =>
  `${country}:${
    type === 'foreign'
      ? number
          .normalize('NFKC')
          .toUpperCase()
          .replaceAll(/[^\p{L}\p{N}]/gu, '')
      : digitsOf(number)
  }`;

/** Nothing but the last four of a number that has at least nine, and nothing at all of a shorter one. */
export function maskedTaxId({ type, number, country }: TaxId): MaskedTaxId {
  const plain = number.replaceAll(/[^\p{L}\p{N}]/gu, '');
  const shown = plain.length < 9 ? '****' : plain.slice(-4);
  return { type, country, masked: `${frameOf[type]}${shown}` };
}

const frameOf = { ssn: '***-**-', itin: '***-**-', ein: '**-***', foreign: '*****' } as const;

const digitsOf = (number: string): string => number.replaceAll(/\D/g, '');
