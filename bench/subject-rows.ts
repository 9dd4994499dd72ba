import { type SanctionsEntry } from '@bonafide/screening';

import { seededRandom } from './random';

const SYLLABLES =
  'ba be bo da de do fa fi go ha he hu ja jo ka ke ki la le lo ma me mi na ne no pa po ra re ri ro sa se'.split(' ');
const ENDINGS = 'n,r,s,l,t,m,nder,rson,vic,ski,ström,well'.split(',');
const LISTED_SHARE = 0.02;

/**
 * Rows for a CSV file with the columns `id,name,type,birth_date,country`: made-up people and companies, hardly two with
 * the same words, and two in a hundred that bear a listed name. The same ones each time.
 */
export function* subjectRows(count: number, entries: readonly SanctionsEntry[]): Generator<string> {
  const random = seededRandom(2026);
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const word = (): string => {
    const text = `${pick(SYLLABLES) ?? ''}${pick(SYLLABLES) ?? ''}${pick(ENDINGS) ?? ''}`;
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  };
  for (let row = 1; row <= count; row++) {
    const listed = random() < LISTED_SHARE ? pick(entries)?.names[0]?.name : undefined;
    const isCompany = random() < 0.2;
    const name = listed ?? (isCompany ? `${word()} ${word()} Trading LLC` : `${word()} ${word()} ${word()}`);
    const born = isCompany
      ? ''
      : `19${10 + Math.floor(random() * 90)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`;
    yield `${row},"${name.replaceAll('"', '""')}",${isCompany ? 'business' : 'person'},${born},${pick(['US', 'DE', 'BR', '']) ?? ''}`;
  }
}
