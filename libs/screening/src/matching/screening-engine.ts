import { createHash } from 'node:crypto';
import { type ListedName, type SanctionsEntry, type SanctionsEntryType } from '../lists/sanctions-entry';
import { HIGHEST_ADDRESS_EFFECT } from './address-evidence';
import { HIGHEST_BIRTH_DATE_EFFECT } from './birth-date-evidence';
import { HIGHEST_COUNTRY_EFFECT, subjectCountries } from './country-evidence';
import { CryptoAddressIndex } from './crypto-address-evidence';
import { type EntryFacts, PackedEntries } from './entry-facts';
import { compareEntry, type EntryScore, type NameScore } from './entry-score';
import { type EngineHit, type EngineResult, type TokenComparison } from './engine-hit';
import { DEFAULT_ENGINE_OPTIONS, type EngineOptions } from './engine-options';
import { ExhaustiveSearch } from './exhaustive-search';
import { explainHit } from './explanation';
import { IdentificationIndex, subjectIdentifications } from './identification-evidence';
import { type NamesOfList, readNames } from './list-index';
import { type ListedNames, NamesByWords } from './listed-names';
import { type NameForm, toNameForm } from './name-form';
import { equalNames, NameIndex, type NameMatch } from './name-index';
import { readName } from './normalize-name';
import { NeighborFinder } from './neighbor-finder';
import { bandOf, LOWEST_OF_BAND } from './score-band';
import { type ScreeningSubject } from './screening-subject';
import { SubjectWords } from './subject-words';

export interface ScreenRequest {
  /** The lowest score that is a hit, over 0 and up to 1. */
  readonly threshold: number;
  /** The same for single lists, by their ids, in its place. */
  readonly listThresholds?: Readonly<Record<string, number>>;
  /** How many hits to return at most; the best ones. */
  readonly limit: number;
}

/** Changes with every change of the engine that may change a result. */
const ENGINE_VERSION = '2.1.0';

interface SubjectName {
  readonly text: string;
  readonly form: NameForm;
}

interface FoundName {
  readonly subjectName: SubjectName;
  /** Its place among the strong or the weak names of the list. */
  readonly name: number;
  readonly match: NameScore;
}

interface ScoredEntry {
  readonly entry: number;
  readonly scored: Pick<EntryScore, 'score' | 'evidence'>;
  readonly found: FoundName | undefined;
}

type FindNames = (subject: NameForm, lowestScore: number) => NameMatch[];

/**
 * Screens subjects against one publication of a list, or of several lists together. Deterministic: the same question
 * gives the same answer. Plain memory and no timers: it runs in a worker thread as well. It keeps nothing of the entries
 * it was built from.
 */
export class ScreeningEngine {
  readonly version = ENGINE_VERSION;
  /** SHA-256, in hexadecimal, of the options in force. */
  readonly configurationHash: string;
  private readonly list: NamesOfList;
  private readonly subjectWords: SubjectWords;
  private readonly index: NameIndex;
  private readonly weakNames: NamesByWords;
  private readonly entries: PackedEntries;
  private readonly identifications: IdentificationIndex;
  private readonly cryptoAddresses: CryptoAddressIndex;
  private exhaustive: ExhaustiveSearch | undefined;

  private constructor(
    entries: readonly SanctionsEntry[],
    private readonly options: EngineOptions,
    all: readonly SanctionsEntry[] = entries,
  ) {
    this.configurationHash = hashOptions(options);
    this.list = readNames(entries, options, all);
    const { words, rarities } = this.list;
    this.subjectWords = new SubjectWords(rarities, new NeighborFinder(words));
    this.index = new NameIndex(this.list, this.subjectWords, options);
    this.weakNames = new NamesByWords(this.list.weak, this.list.words);
    this.entries = new PackedEntries(entries);
    this.identifications = new IdentificationIndex(entries);
    this.cryptoAddresses = new CryptoAddressIndex(entries);
  }

  /** Prepares one list or several for screening; under a second for OFAC's. */
  static build(entries: readonly SanctionsEntry[], options: Partial<EngineOptions> = {}): ScreeningEngine {
    return new ScreeningEngine(entries, { ...DEFAULT_ENGINE_OPTIONS, ...options });
  }

  /**
   * An engine that finds the wanted entries and no others, each with the same score, evidence and explanation as an engine
   * of all entries gives it: how rare a word is comes from all of them. It keeps nothing else of the rest, so that many
   * subjects are screened against a few changed entries in little time and memory.
   */
  static buildPart(
    entries: readonly SanctionsEntry[],
    isWanted: (entry: SanctionsEntry) => boolean,
    options: Partial<EngineOptions> = {},
  ): ScreeningEngine {
    return new ScreeningEngine(entries.filter(isWanted), { ...DEFAULT_ENGINE_OPTIONS, ...options }, entries);
  }

  /**
   * All entries that score at least the threshold, best first, cut at the limit. An entry whose strong name equals the
   * subject's is returned even when a birth date or country speaks against it: it then shows a lower score, and an
   * analyst decides. A subject without a letter or digit that can be read in any name matches by its documents only.
   */
  screen(subject: ScreeningSubject, request: ScreenRequest): EngineResult {
    return this.screenBy((name, lowestScore) => this.index.find(name, lowestScore), subject, request);
  }

  /** The same answer found by comparing with every listed name. Slow: for checking the index. */
  screenExhaustively(subject: ScreeningSubject, request: ScreenRequest): EngineResult {
    const search = (this.exhaustive ??= new ExhaustiveSearch(this.list, this.options));
    return this.screenBy((name, lowestScore) => search.find(name, lowestScore), subject, request);
  }

  private screenBy(find: FindNames, subject: ScreeningSubject, request: ScreenRequest): EngineResult {
    const { threshold, listThresholds = {}, limit } = request;
    const lowest = Math.min(threshold, ...Object.values(listThresholds));
    const subjectNames = [subject.name, ...subject.alternativeNames].map((text) => ({
      text,
      form: this.toForm(text, subject),
    }));
    const best = this.findNames(find, subjectNames, this.lowestNameScore(subject, lowest));
    const shared = this.entriesByFacts(subject);
    for (const entry of shared) if (!best.has(entry)) this.scoreNamesOfEntry(subjectNames, entry, best);
    // Nearly everybody is on no list.
    const isFound = best.size > 0 || shared.size > 0;
    const scored = isFound ? this.scoreEntries(subject, best, shared, request) : [];
    return {
      engineVersion: this.version,
      configurationHash: this.configurationHash,
      hits: scored.slice(0, limit).map(({ entry, found }) => this.toHit(subject, entry, found)),
      truncated: scored.length > limit,
      unreadableWords: unreadableWordsOf(subjectNames),
    };
  }

  /** Best first. */
  private scoreEntries(
    subject: ScreeningSubject,
    best: ReadonlyMap<number, FoundName>,
    shared: ReadonlySet<number>,
    request: ScreenRequest,
  ): ScoredEntry[] {
    return [...new Set([...best.keys(), ...shared])]
      .flatMap((entry) => this.scoreEntry(subject, entry, best.get(entry), request))
      .sort((a, b) => this.compareScores(a, b));
  }

  /** The entries that may share a document or a wallet with the subject. */
  private entriesByFacts(subject: ScreeningSubject): ReadonlySet<number> {
    const identifications = subjectIdentifications(subject);
    const cryptoAddresses = subject.cryptoAddresses ?? [];
    if (identifications.length === 0 && cryptoAddresses.length === 0) return NO_ENTRIES;
    return new Set([...this.identifications.find(identifications), ...this.cryptoAddresses.find(cryptoAddresses)]);
  }

  /** The best name of each entry, by `keepBetter`. Names are found in the subject's order, and then in the list's. */
  private findNames(find: FindNames, subjectNames: readonly SubjectName[], lowest: number): Map<number, FoundName> {
    const best = new Map<number, FoundName>();
    for (const subjectName of subjectNames) {
      for (const { name, score } of find(subjectName.form, lowest)) {
        this.keepBetter(best, this.list.strong.entries[name] ?? 0, {
          subjectName,
          name,
          match: { score, strength: 'strong' },
        });
      }
      if (subjectName.form.unreadableWords.length > 0) continue;
      for (const name of equalNames(subjectName.form, this.list, this.weakNames)) {
        const match: NameScore = { score: this.options.weakAliasScore, strength: 'weak' };
        this.keepBetter(best, this.list.weak.entries[name] ?? 0, { subjectName, name, match });
      }
    }
    return best;
  }

  /** Of names that are equally alike a current one comes before a former one, and then the one found first. */
  private keepBetter(best: Map<number, FoundName>, entry: number, found: FoundName): void {
    const known = best.get(entry);
    const isBetter =
      !known ||
      found.match.score > known.match.score ||
      (found.match.score === known.match.score && this.isFormer(known) && !this.isFormer(found));
    if (isBetter) best.set(entry, found);
  }

  private isFormer(found: FoundName): boolean {
    return this.namesWith(found).former[found.name] === 1;
  }

  private namesWith({ match }: FoundName): ListedNames {
    return match.strength === 'weak' ? this.list.weak : this.list.strong;
  }

  /** An entry found by a document or wallet shows how its names compare, however little. */
  private scoreNamesOfEntry(subjectNames: readonly SubjectName[], entry: number, best: Map<number, FoundName>): void {
    for (const subjectName of subjectNames) {
      for (const { name, score } of this.index.scoreEach(subjectName.form, namesOfEntry(this.list.strong, entry))) {
        this.keepBetter(best, entry, { subjectName, name, match: { score, strength: 'strong' } });
      }
    }
  }

  private scoreEntry(
    subject: ScreeningSubject,
    entry: number,
    found: FoundName | undefined,
    { threshold: ofOthers, listThresholds }: ScreenRequest,
  ): ScoredEntry[] {
    const threshold = listThresholds?.[this.entries.list(entry)] ?? ofOthers;
    // Most subjects come with a name alone; then the type is all that is left to compare, and it is not packed away.
    const facts = hasFacts(subject) ? this.entries.facts(entry) : FACTS_OF_TYPE[this.entries.type(entry)];
    const scored = compareEntry(subject, facts, found?.match, this.options);
    const isEqualName = found?.match.score === 1 && found.match.strength === 'strong';
    const mayStand = isEqualName && 1 + (scored.parts.type?.effect ?? 0) >= threshold;
    return scored.score >= threshold || mayStand ? [{ entry, scored, found }] : [];
  }

  private toHit(subject: ScreeningSubject, entryIndex: number, found: FoundName | undefined): EngineHit {
    const entry = this.entries.facts(entryIndex);
    const { score, parts } = compareEntry(subject, entry, found?.match, this.options);
    const [primary = NO_NAME] = entry.names;
    const listed = found ? (entry.names[this.namesWith(found).places[found.name] ?? 0] ?? primary) : primary;
    const hit = {
      list: entry.list,
      entryId: entry.entryId,
      entryType: entry.type,
      matchedName: listed.name,
      nameKind: listed.kind,
      nameStrength: listed.strength,
      subjectName: found?.subjectName.text ?? subject.name,
      score,
      band: bandOf(score),
      parts,
      tokens: found ? this.compareTokens(found) : [],
      programs: entry.programs,
    };
    return { ...hit, explanation: explainHit(hit, primary.name) };
  }

  private compareTokens({ subjectName, name, match }: FoundName): TokenComparison[] {
    if (match.strength === 'strong') return this.index.compare(subjectName.form, name);
    return subjectName.form.tokens.map(({ form: { text }, weight }) => ({
      subject: text,
      listed: text,
      relation: 'exact',
      similarity: 1,
      weight,
    }));
  }

  /** Agreeing evidence may lift a name that alone stays under the threshold, but none under the corroboration floor. */
  private lowestNameScore(subject: ScreeningSubject, threshold: number): number {
    const birthDate = subject.birthDate === undefined ? 0 : HIGHEST_BIRTH_DATE_EFFECT;
    const country = subjectCountries(subject).length === 0 ? 0 : HIGHEST_COUNTRY_EFFECT;
    const address = subject.addresses.length === 0 ? 0 : HIGHEST_ADDRESS_EFFECT;
    return Math.min(threshold, Math.max(this.options.corroborationFloor, threshold - birthDate - country - address));
  }

  /** Best first. Among equal scores the evidence decides (it is cut off at 1 in the score), then the entry's number. */
  private compareScores(a: ScoredEntry, b: ScoredEntry): number {
    const byScore = b.scored.score - a.scored.score || b.scored.evidence - a.scored.evidence;
    if (byScore !== 0) return byScore;
    const [idA, idB] = [this.entries.entryId(a.entry), this.entries.entryId(b.entry)];
    const [listA, listB] = [this.entries.list(a.entry), this.entries.list(b.entry)];
    return idA.length - idB.length || compareTexts(idA, idB) || compareTexts(listA, listB);
  }

  private toForm(name: string, { type }: ScreeningSubject): NameForm {
    const kind = type === undefined || type === 'unknown' ? 'unknown' : type === 'person' ? 'person' : 'body';
    const { words, unreadableWords } = readName(name);
    return toNameForm(
      words.map((word) => this.subjectWords.of(word)),
      unreadableWords,
      kind,
    );
  }
}

function factsOfType(type: SanctionsEntryType): EntryFacts {
  const nothing = {
    names: [],
    programs: [],
    birthDates: [],
    countries: [],
    addresses: [],
    identifications: [],
    cryptoAddresses: [],
  };
  return { list: '', entryId: '', type, ...nothing };
}

const FACTS_OF_TYPE: Readonly<Record<SanctionsEntryType, EntryFacts>> = {
  person: factsOfType('person'),
  business: factsOfType('business'),
  vessel: factsOfType('vessel'),
  aircraft: factsOfType('aircraft'),
  unknown: factsOfType('unknown'),
};

function unreadableWordsOf(names: readonly SubjectName[]): readonly string[] {
  const words = names.flatMap(({ form }) => form.unreadableWords);
  return words.length === 0 ? words : [...new Set(words)];
}

/** Whether the subject says anything beside names and a type. */
function hasFacts(subject: ScreeningSubject): boolean {
  const lists = [subject.countries, subject.addresses, subject.cryptoAddresses ?? [], subjectIdentifications(subject)];
  return subject.birthDate !== undefined || lists.some(({ length }) => length > 0);
}

const NO_ENTRIES: ReadonlySet<number> = new Set();
const NO_NAME: ListedName = { name: '', kind: 'primary', strength: 'strong' };

/** The names of an entry, which stand together in the list. */
function namesOfEntry({ entries, count }: ListedNames, entry: number): number[] {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle] ?? 0) < entry) low = middle + 1;
    else high = middle;
  }
  const names: number[] = [];
  for (; entries[low] === entry; low++) names.push(low);
  return names;
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function hashOptions(options: EngineOptions): string {
  const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([ENGINE_VERSION, sorted, LOWEST_OF_BAND]))
    .digest('hex');
}
