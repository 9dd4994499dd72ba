import { type ListedIdentification } from '../lists/sanctions-entry';
import { type EntryFacts } from './entry-facts';
import { type Evidence } from './evidence';
import { ExactKeys } from './exact-keys';
import { type ScreeningSubject, type SubjectIdentification } from './screening-subject';

const SAME_DOCUMENT = 0.1;
/** The number of a document of another kind or country: often mistyped kinds, sometimes chance. */
const SAME_NUMBER_ONLY = 0.04;
/** Another number of the same type and issuer: documents are renewed, so never a veto. */
const OTHER_NUMBER = -0.05;
const SHORTEST_NUMBER = 5;
/** Call signs and registrations of aircraft have few characters and are given out by a register all the same. */
const SHORTEST_MARK = 4;
const MARKS: ReadonlySet<string> = new Set(['call-sign', 'tail-number']);

/** The subject's documents and registrations, the marks of a vessel or aircraft among them. */
export function subjectIdentifications({
  identifications,
  imo,
  callSign,
  tailNumber,
}: ScreeningSubject): readonly SubjectIdentification[] {
  if (imo === undefined && callSign === undefined && tailNumber === undefined) return identifications;
  const marks = [
    { type: 'imo', number: imo },
    { type: 'call-sign', number: callSign },
    { type: 'tail-number', number: tailNumber },
  ];
  return [...identifications, ...marks.flatMap(({ type, number }) => (number === undefined ? [] : [{ type, number }]))];
}

/**
 * A number both sides have: of the same type and, where both say it, of the same country, it agrees; otherwise it is the
 * number only, and `close`.
 */
export function compareIdentifications(
  subject: readonly SubjectIdentification[],
  listed: readonly ListedIdentification[],
): Evidence {
  for (const own of subject) {
    for (const theirs of listed) {
      if (isSameNumber(own, theirs) && isSameKind(own, theirs)) {
        return { outcome: 'agrees', effect: SAME_DOCUMENT, ...shown(own, theirs) };
      }
    }
  }
  for (const own of subject) {
    const same = listed.find((theirs) => isSameNumber(own, theirs));
    if (same) return { outcome: 'close', effect: SAME_NUMBER_ONLY, ...shown(own, same) };
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
  private readonly byNumber: ExactKeys;

  constructor(entries: readonly Pick<EntryFacts, 'identifications'>[]) {
    this.byNumber = new ExactKeys(
      entries.flatMap(({ identifications }, entry) =>
        identifications.flatMap((identification): [string, number][] => {
          const key = normalizeNumber(identification);
          return key === undefined ? [] : [[key, entry]];
        }),
      ),
    );
  }

  /** Entries that may have one of the numbers, whatever its type; the comparison decides. */
  find(identifications: readonly SubjectIdentification[]): number[] {
    return identifications.flatMap((identification) => {
      const key = normalizeNumber(identification);
      return key === undefined ? [] : this.byNumber.find(key);
    });
  }
}

function isSameNumber(own: SubjectIdentification, listed: ListedIdentification): boolean {
  const number = normalizeNumber(own);
  return number !== undefined && number === normalizeNumber(listed);
}

function isSameKind(own: SubjectIdentification, listed: ListedIdentification): boolean {
  return own.type === listed.type && (!own.country || !listed.countryCode || own.country === listed.countryCode);
}

/** Letters and digits in upper case; undefined for a number too short to tell anyone apart. */
function normalizeNumber({ type, number }: { readonly type: string; readonly number: string }): string | undefined {
  const plain = number.toUpperCase().replace(/[^A-Z0-9]/gu, '');
  const normalized = type === 'imo' ? plain.replace(/^IMO/u, '') : plain;
  return normalized.length < (MARKS.has(type) ? SHORTEST_MARK : SHORTEST_NUMBER) ? undefined : normalized;
}

function shown(own: SubjectIdentification, listed: ListedIdentification): { subject: string; listed: string } {
  return { subject: `${own.type} ${own.number}`, listed: `${listed.label} ${listed.number}` };
}
