import { type SanctionsEntry } from '../lists/sanctions-entry';
import { isComparable } from '../matching/normalize-name';
import { ScreeningEngine } from '../matching/screening-engine';
import { PublicationRejected } from './publication-rejected';

/** Entries that must find themselves, evenly over the list. */
const SAMPLE = 100;
/** Of the sample of the list in use, this share must still be listed: delistings come one by one. */
const STILL_LISTED_SHARE = 0.9;
const CLEAN_THRESHOLD = 0.9;

/**
 * Made up, and spelled as people of many places spell their names. Whatever a list holds, it does not hold these; a list
 * or an engine that finds them is broken.
 */
const CLEAN_NAMES = [
  'Wilhelmina Thistlequist',
  'Barnaby Oakenfold Pettigrew',
  'Marisol Quintavalle Ondarreta',
  'Torbjørn Fjellgaard Lindqvistsen',
  'Ngozi Adetokunbo Wetherspoon',
  'Priyanka Vellankumar Rastogi-Bloom',
  'Takumi Hoshigawara',
  'Evangeline Brockhurst-Tremaine',
  'Casimir Wrobelewicz',
  'Leilani Kapuahelani Brandt',
  'Thornbury and Askew Basket Weavers',
  'Meadowlark Lane Dental Practice',
];

/** What canaries need to know of an entry of the publication in use. */
export interface KnownEntry {
  readonly entryId: string;
  readonly name: string;
}

/**
 * The last look before a list is screened against: entries that are known to be listed must be found, each by its own
 * name with the full score, and made-up names must not. Known are those of the list in use, as far as the new one still
 * has them; at the first publication its own.
 * @throws PublicationRejected
 */
export function sendCanaries(entries: readonly SanctionsEntry[], known: readonly KnownEntry[] | null): void {
  const listed = new Map(entries.map((entry) => [entry.entryId, entry]));
  const sample = everyNth(
    known ?? entries.map(({ entryId, names }) => ({ entryId, name: names[0]?.name ?? '' })),
    SAMPLE,
  );
  const remaining = sample.filter(({ entryId }) => listed.has(entryId));
  if (remaining.length < sample.length * STILL_LISTED_SHARE) {
    const gone = sample.length - remaining.length;
    throw new PublicationRejected(
      'canary-missed',
      `${gone} of ${sample.length} entries that are known to be listed are not in the publication.`,
    );
  }
  const engine = ScreeningEngine.build(entries);
  for (const { entryId } of remaining) {
    const name = listed.get(entryId)?.names[0]?.name ?? '';
    if (isComparable(name) && !finds(engine, name, entryId)) {
      throw new PublicationRejected('canary-missed', `Entry ${entryId} is not found by its own name.`);
    }
  }
  for (const name of CLEAN_NAMES) {
    if (hitsOf(engine, name, CLEAN_THRESHOLD).length > 0) {
      throw new PublicationRejected('canary-false-hit', `The made-up name "${name}" is found in the publication.`);
    }
  }
}

const finds = (engine: ScreeningEngine, name: string, entryId: string): boolean =>
  hitsOf(engine, name, 1).some((hit) => hit.entryId === entryId);

const hitsOf = (engine: ScreeningEngine, name: string, threshold: number) =>
  engine.screen(
    { name, alternativeNames: [], countries: [], identifications: [], addresses: [] },
    { threshold, limit: 1_000 },
  ).hits;

function everyNth<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, index) => items[Math.floor(index * step)]).filter(
    (item): item is T => item !== undefined,
  );
}
