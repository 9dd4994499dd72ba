import { type ListedAddress } from '../lists/sanctions-entry';
import { type Evidence } from './evidence';
import { normalizeName } from './normalize-name';
import { type SubjectAddress } from './screening-subject';

const SAME_STREET = 0.05;
const SAME_LOCALITY = 0.02;
/** How much of the words of two streets must be shared; the numbers must all be. */
const SHARED_STREET_WORDS = 0.6;

/** The most addresses can add to a score. */
export const HIGHEST_ADDRESS_EFFECT = SAME_STREET;

/** Compares where the subject is with the listed addresses. Another address says nothing: people and firms move. */
export function compareAddresses(subject: readonly SubjectAddress[], listed: readonly ListedAddress[]): Evidence {
  let best: Evidence = { outcome: 'not-compared', effect: 0 };
  for (const own of subject) {
    for (const theirs of listed) {
      const effect = effectOf(own, theirs);
      if (effect > best.effect) best = { outcome: 'agrees', effect, subject: shown(own), listed: shown(theirs) };
    }
  }
  return best;
}

function effectOf(own: SubjectAddress, listed: ListedAddress): number {
  if (own.country && listed.countryCode && own.country.toUpperCase() !== listed.countryCode) return 0;
  const isSameLocality = sharedWords(own.locality, listed.locality) >= SHARED_STREET_WORDS;
  if (!isSameLocality) return 0;
  return isSameStreet(own.street, listed.street) ? SAME_STREET : SAME_LOCALITY;
}

function isSameStreet(own: string | undefined, listed: string | undefined): boolean {
  if (sharedWords(own, listed) < SHARED_STREET_WORDS) return false;
  const [ours, theirs] = [numbersOf(own), numbersOf(listed)];
  return ours === theirs;
}

/** Shared words over the words of the shorter text. */
function sharedWords(a = '', b = ''): number {
  const [ours, theirs] = [wordsOf(a), wordsOf(b)];
  const fewest = Math.min(ours.size, theirs.size);
  return fewest === 0 ? 0 : [...ours].filter((word) => theirs.has(word)).length / fewest;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(normalizeName(text).map((word) => word.text));
}

function numbersOf(text = ''): string {
  return [...wordsOf(text)]
    .filter((word) => /\d/u.test(word))
    .sort()
    .join(' ');
}

function shown({ street, locality, country }: SubjectAddress): string {
  return [street, locality, country].filter((part) => part !== undefined).join(', ');
}
