import { createHash } from 'node:crypto';
import { type ListedName, type SanctionsEntry } from '../lists/sanctions-entry';
import { HIGHEST_BIRTH_DATE_EFFECT } from './birth-date-evidence';
import { HIGHEST_COUNTRY_EFFECT, subjectCountries } from './country-evidence';
import { compareEntry, type EntryScore } from './entry-score';
import { type EngineHit } from './engine-hit';
import { DEFAULT_ENGINE_OPTIONS, type EngineOptions } from './engine-options';
import { searchExhaustively } from './exhaustive-search';
import { explainHit } from './explanation';
import { IdentificationIndex } from './identification-evidence';
import { type ListedNameForm, toListedNameForms } from './listed-names';
import { type NameForm, toNameForm } from './name-form';
import { NameIndex, type NameMatch } from './name-index';
import { normalizeName } from './normalize-name';
import { type ScreeningSubject } from './screening-subject';
import { compareTokens } from './token-comparison';

export interface ScreenRequest {
  /** The lowest score that is a hit, over 0 and up to 1. */
  readonly threshold: number;
  /** How many hits to return at most; the best ones. */
  readonly limit: number;
}

/** Changes with every change of the engine that may change a score. */
const ENGINE_VERSION = '1.0.0';

interface SubjectName {
  readonly text: string;
  readonly form: NameForm;
}

interface FoundName {
  readonly subjectName: SubjectName;
  readonly listed: ListedNameForm;
  readonly score: number;
}

type FindNames = (subject: NameForm, lowestScore: number) => NameMatch[];

/** Screens subjects against one publication of a list. Deterministic: the same question gives the same answer. */
export class ScreeningEngine {
  readonly version = ENGINE_VERSION;
  /** SHA-256, in hexadecimal, of the options in force. */
  readonly configurationHash: string;
  private readonly index: NameIndex;
  private readonly identifications: IdentificationIndex;
  private readonly weakNames = new Map<string, ListedNameForm[]>();
  private readonly namesOfEntry = new Map<number, ListedNameForm[]>();

  private constructor(
    private readonly entries: readonly SanctionsEntry[],
    private readonly names: readonly ListedNameForm[],
    weakNames: readonly ListedNameForm[],
    private readonly rarity: (word: string) => number,
    private readonly options: EngineOptions,
  ) {
    this.configurationHash = hashOptions(options);
    this.index = new NameIndex(names, options);
    this.identifications = new IdentificationIndex(entries);
    for (const weak of weakNames) append(this.weakNames, weak.form.key, weak);
    for (const name of names) append(this.namesOfEntry, name.entryIndex, name);
  }

  /** Prepares a list for screening; about two seconds for OFAC's. */
  static build(entries: readonly SanctionsEntry[], options: Partial<EngineOptions> = {}): ScreeningEngine {
    const all = { ...DEFAULT_ENGINE_OPTIONS, ...options };
    const { strong, weak, rarity } = toListedNameForms(entries, all);
    return new ScreeningEngine(entries, strong, weak, rarity, all);
  }

  /**
   * All entries that score at least the threshold, best first, cut at the limit. An entry whose strong name equals the
   * subject's is returned even when a birth date or country speaks against it: it then shows a lower score, and an
   * analyst decides. A subject without a letter or digit in any name matches by its documents only.
   */
  screen(subject: ScreeningSubject, request: ScreenRequest): EngineHit[] {
    return this.screenBy((name, lowestScore) => this.index.find(name, lowestScore), subject, request);
  }

  /** The same answer found by comparing with every listed name. Slow: for checking the index. */
  screenExhaustively(subject: ScreeningSubject, request: ScreenRequest): EngineHit[] {
    const find: FindNames = (name, lowest) => searchExhaustively(this.names, name, lowest, this.options);
    return this.screenBy(find, subject, request);
  }

  private screenBy(find: FindNames, subject: ScreeningSubject, { threshold, limit }: ScreenRequest): EngineHit[] {
    const subjectNames = [subject.name, ...subject.alternativeNames].map((text) => ({
      text,
      form: this.toForm(text, subject),
    }));
    const best = new Map<number, FoundName>();
    for (const subjectName of subjectNames) {
      for (const { nameIndex, score } of find(subjectName.form, this.lowestNameScore(subject, threshold))) {
        const listed = this.names[nameIndex];
        if (listed) keepBetter(best, { subjectName, listed, score });
      }
      for (const listed of this.weakNames.get(subjectName.form.key) ?? []) {
        keepBetter(best, { subjectName, listed, score: this.options.weakAliasScore });
      }
    }
    const withDocument = new Set(this.identifications.find(subject.identifications));
    for (const entryIndex of withDocument) {
      if (!best.has(entryIndex)) this.scoreNamesOfEntry(subjectNames, entryIndex, best);
    }
    return [...new Set([...best.keys(), ...withDocument])]
      .flatMap((entryIndex) => this.scoreEntry(subject, entryIndex, best.get(entryIndex), threshold))
      .sort(compareScores)
      .slice(0, limit)
      .map(({ entry, scored, found }) => this.toHit(subject, entry, scored, found));
  }

  /** An entry found by a document shows how its names compare, however little. */
  private scoreNamesOfEntry(
    subjectNames: readonly SubjectName[],
    entryIndex: number,
    best: Map<number, FoundName>,
  ): void {
    const names = this.namesOfEntry.get(entryIndex) ?? [];
    for (const subjectName of subjectNames) {
      for (const { nameIndex, score } of searchExhaustively(names, subjectName.form, 0, this.options)) {
        const listed = names[nameIndex];
        if (listed) keepBetter(best, { subjectName, listed, score });
      }
    }
  }

  private scoreEntry(
    subject: ScreeningSubject,
    entryIndex: number,
    found: FoundName | undefined,
    threshold: number,
  ): ScoredEntry[] {
    const entry = this.entries[entryIndex];
    if (!entry) return [];
    const name = found && { score: found.score, strength: found.listed.listed.strength };
    const scored = compareEntry(subject, entry, name, this.options);
    const isEqualName = name?.score === 1 && name.strength === 'strong';
    const mayStand = isEqualName && 1 + (scored.parts.type?.effect ?? 0) >= threshold;
    return scored.score >= threshold || mayStand ? [{ entry, scored, found }] : [];
  }

  private toHit(
    subject: ScreeningSubject,
    entry: SanctionsEntry,
    { score, parts }: EntryScore,
    found: FoundName | undefined,
  ): EngineHit {
    const listed: ListedName = found?.listed.listed ??
      entry.names[0] ?? { name: '', kind: 'primary', strength: 'strong' };
    const hit = {
      list: entry.list,
      entryId: entry.entryId,
      entryType: entry.type,
      matchedName: listed.name,
      nameKind: listed.kind,
      nameStrength: listed.strength,
      subjectName: found?.subjectName.text ?? subject.name,
      score,
      parts,
      tokens: found ? compareTokens(found.subjectName.form, found.listed.form, this.options) : [],
      programs: entry.programs,
    };
    return { ...hit, explanation: explainHit(hit) };
  }

  /** Agreeing evidence may lift a name that alone stays under the threshold, but none under the corroboration floor. */
  private lowestNameScore(subject: ScreeningSubject, threshold: number): number {
    const birthDate = subject.birthDate === undefined ? 0 : HIGHEST_BIRTH_DATE_EFFECT;
    const country = subjectCountries(subject).length === 0 ? 0 : HIGHEST_COUNTRY_EFFECT;
    return Math.min(threshold, Math.max(this.options.corroborationFloor, threshold - birthDate - country));
  }

  private toForm(name: string, { type }: ScreeningSubject): NameForm {
    const kind = type === undefined ? 'unknown' : type === 'person' ? 'person' : 'body';
    return toNameForm(normalizeName(name), kind, this.rarity);
  }
}

interface ScoredEntry {
  readonly entry: SanctionsEntry;
  readonly scored: EntryScore;
  readonly found: FoundName | undefined;
}

/** Best first. Among equal scores the evidence decides (it is cut off at 1 in the score), then the entry's number. */
function compareScores(a: ScoredEntry, b: ScoredEntry): number {
  const byScore = b.scored.score - a.scored.score || b.scored.evidence - a.scored.evidence;
  return byScore || a.entry.entryId.length - b.entry.entryId.length || (a.entry.entryId < b.entry.entryId ? -1 : 1);
}

/** The better name of an entry; of equal ones the one found first, by the subject's order and then the list's. */
function keepBetter(best: Map<number, FoundName>, found: FoundName): void {
  const known = best.get(found.listed.entryIndex);
  if (!known || found.score > known.score) best.set(found.listed.entryIndex, found);
}

function append<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

function hashOptions(options: EngineOptions): string {
  const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([ENGINE_VERSION, sorted]))
    .digest('hex');
}
