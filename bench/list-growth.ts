import { type SanctionsEntry } from '@bonafide/screening';

import { seededRandom } from './random';

/** How many words of a name stay as they are when a list is made to grow. */
const KEPT_WORDS = 0.4;
/** OFAC's list of 2026 has about 35,000 different words in 40,000 names. */
const WORDS_OF_BASE = 35_000;
const NAMES_OF_BASE = 40_000;
const HEAPS_EXPONENT = 0.7;

/** A list of at least `size` names, made of the entries again and again; the first time under their own names. */
export function growEntries(entries: readonly SanctionsEntry[], size: number, random: () => number): SanctionsEntry[] {
  const grown: SanctionsEntry[] = [];
  const differentWords = WORDS_OF_BASE * (size / NAMES_OF_BASE) ** HEAPS_EXPONENT;
  for (let names = 0, round = 0; names < size; round++) {
    for (const entry of entries) {
      if (names >= size) break;
      names += entry.names.length;
      const renamed = entry.names.map((name) => ({
        ...name,
        name: round === 0 ? name.name : renameWords(name.name, differentWords, random),
      }));
      grown.push({ ...entry, entryId: `${entry.entryId}${round}`, names: renamed });
    }
  }
  return grown;
}

/**
 * Most words become others, drawn from so many that the list has as many different words as a real one of its size
 * would have (Heaps' law: their number grows with a power of the number of names).
 */
function renameWords(name: string, differentWords: number, random: () => number): string {
  return name.replace(/[a-z]{3,}/giu, (word) =>
    random() < KEPT_WORDS ? word : inventedWord(Math.floor(differentWords * random() ** 2)),
  );
}

/** The invented word of a number: four to nine letters or so. */
function inventedWord(number: number): string {
  const random = seededRandom(number + 1);
  return Array.from({ length: 2 + Math.floor(random() * 3) }, () => {
    const [consonant, vowel] = ['bdfghklmnprstvz'.charAt(random() * 15), 'aeiou'.charAt(random() * 5)];
    return `${consonant}${vowel}${random() < 0.4 ? 'lmnrst'.charAt(random() * 6) : ''}`;
  }).join('');
}
