import { type ListedNameStrength, type SanctionsEntry } from '../lists/sanctions-entry';
import { compareBirthDate } from './birth-date-evidence';
import { compareCountries } from './country-evidence';
import { type ScoreParts } from './engine-hit';
import { type EngineOptions } from './engine-options';
import { compareIdentifications } from './identification-evidence';
import { roundScore } from './score-name';
import { type ScreeningSubject } from './screening-subject';
import { compareTypes } from './type-evidence';

/** The score of an entry with its parts. `evidence` is the sum of the effects, which the score cuts off at 1. */
export interface EntryScore {
  readonly score: number;
  readonly evidence: number;
  readonly parts: ScoreParts;
}

/** A document that both have is nearly proof, and the more so when the names agree as well. */
const SAME_DOCUMENT = 0.9;
const SAME_DOCUMENT_AND_NAME = 0.95;
const AGREEING_NAME = 0.7;

/** Puts the name and the other facts together; `name` is undefined when only a document led to the entry. */
export function compareEntry(
  subject: ScreeningSubject,
  entry: SanctionsEntry,
  name: { readonly score: number; readonly strength: ListedNameStrength } | undefined,
  options: EngineOptions,
): EntryScore {
  const birthDate = entry.type === 'person' ? compareBirthDate(subject.birthDate, entry.birthDates) : undefined;
  const country = compareCountries(subject, entry);
  const identification = compareIdentifications(subject.identifications, entry.identifications);
  const type = compareTypes(subject.type, entry.type);
  const nameScore = name?.score ?? 0;

  const sum = (birthDate?.effect ?? 0) + country.effect + identification.effect + type.effect;
  // So that a lower threshold only ever adds hits: names under the floor are not looked for with evidence in mind.
  const evidence = nameScore < options.corroborationFloor ? Math.min(0, sum) : sum;
  // A weak alias says too little for anything but a document to lift it.
  const ceiling = name?.strength === 'weak' ? options.weakAliasScore : 1;
  let score = Math.min(ceiling, Math.max(0, nameScore + evidence));
  if (identification.outcome === 'agrees') {
    score = Math.max(score, nameScore >= AGREEING_NAME ? SAME_DOCUMENT_AND_NAME : SAME_DOCUMENT);
  }
  return {
    score: roundScore(score),
    evidence,
    parts: { name: nameScore, ...(birthDate && { birthDate }), country, identification, type },
  };
}
