import { type ListedIdentification, type SanctionsEntry } from '../lists/sanctions-entry';
import { type Evidence } from './evidence';
import { type SubjectIdentification } from './screening-subject';

const SAME_NUMBER = 0.1;
/** Another number of the same type and issuer: documents are renewed, so never a veto. */
const OTHER_NUMBER = -0.05;
const SHORTEST_NUMBER = 5;

/** A number both sides have, of the same type and, where both say it, of the same country. */
export function compareIdentifications(
  subject: readonly SubjectIdentification[],
  listed: readonly ListedIdentification[],
): Evidence {
  for (const own of subject) {
    for (const theirs of listed) {
      if (isSameDocument(own, theirs)) return { outcome: 'agrees', effect: SAME_NUMBER, ...shown(own, theirs) };
    }
  }
  for (const own of subject) {
    const other = listed.find(
      ({ type, countryCode }) => type === own.type && own.country !== undefined && countryCode === own.country,
    );
    if (other) return { outcome: 'close', effect: OTHER_NUMBER, ...shown(own, other) };
  }
  return { outcome: 'not-compared', effect: 0 };
}

/** Finds entries by the numbers of their documents, so that no name is needed to find them. */
export class IdentificationIndex {
  private readonly entriesByNumber = new Map<string, number[]>();

  constructor(entries: readonly SanctionsEntry[]) {
    entries.forEach(({ identifications }, index) => {
      for (const { number } of identifications) {
        const key = normalizeIdentification(number);
        if (key === undefined) continue;
        const same = this.entriesByNumber.get(key);
        if (same) same.push(index);
        else this.entriesByNumber.set(key, [index]);
      }
    });
  }

  /** Places of entries that have one of the numbers, whatever its type; the comparison decides. */
  find(identifications: readonly SubjectIdentification[]): number[] {
    return identifications.flatMap(({ number }) => {
      const key = normalizeIdentification(number);
      return key === undefined ? [] : (this.entriesByNumber.get(key) ?? []);
    });
  }
}

function isSameDocument(own: SubjectIdentification, listed: ListedIdentification): boolean {
  const number = normalizeIdentification(own.number);
  if (number === undefined || number !== normalizeIdentification(listed.number)) return false;
  const isSameIssuer = !own.country || !listed.countryCode || own.country === listed.countryCode;
  return own.type === listed.type && isSameIssuer;
}

/** Letters and digits in upper case; undefined for a number too short to tell anyone apart. */
function normalizeIdentification(number: string): string | undefined {
  const normalized = number.toUpperCase().replace(/[^A-Z0-9]/gu, '');
  return normalized.length < SHORTEST_NUMBER ? undefined : normalized;
}

function shown(own: SubjectIdentification, listed: ListedIdentification): { subject: string; listed: string } {
  return { subject: `${own.type} ${own.number}`, listed: `${listed.label} ${listed.number}` };
}
