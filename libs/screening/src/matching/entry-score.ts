import { type ListedNameStrength } from '../lists/sanctions-entry';
import { compareAddresses } from './address-evidence';
import { compareBirthDate } from './birth-date-evidence';
import { compareCountries } from './country-evidence';
import { compareCryptoAddresses } from './crypto-address-evidence';
import { type ScoreParts } from './engine-hit';
import { type EngineOptions } from './engine-options';
import { type EntryFacts } from './entry-facts';
import { compareIdentifications, subjectIdentifications } from './identification-evidence';
import { roundScore } from './name-scorer';
import { type ScreeningSubject } from './screening-subject';
import { compareTypes } from './type-evidence';

/** The score of an entry with its parts. `evidence` is the sum of the effects, which the score cuts off at 1. */
export interface EntryScore {
  readonly score: number;
  readonly evidence: number;
  readonly parts: ScoreParts;
}

/** A document or wallet that both have is nearly proof, and the more so when the names agree as well. */
const SAME_DOCUMENT = 0.9;
const SAME_DOCUMENT_AND_NAME = 0.95;
const AGREEING_NAME = 0.7;

export interface NameScore {
  readonly score: number;
  readonly strength: ListedNameStrength;
}

/** Puts the name and the other facts together; `name` is undefined when only a document or wallet led to the entry. */
export function compareEntry(
  subject: ScreeningSubject,
  entry: EntryFacts,
  name: NameScore | undefined,
  options: EngineOptions,
): EntryScore {
  const birthDate = entry.type === 'person' ? compareBirthDate(subject.birthDate, entry.birthDates) : undefined;
  const country = compareCountries(subject, entry);
  const identification = compareIdentifications(subjectIdentifications(subject), entry.identifications);
  const address = compareAddresses(subject.addresses, entry.addresses);
  const cryptoAddress = compareCryptoAddresses(subject.cryptoAddresses ?? [], entry.cryptoAddresses);
  const type = compareTypes(subject.type, entry.type);
  const parts: ScoreParts = {
    name: name?.score ?? 0,
    ...(birthDate && { birthDate }),
    country,
    identification,
    address,
    cryptoAddress,
    type,
  };
  const effects = [birthDate, country, identification, address, cryptoAddress, type];
  const sum = effects.reduce((total, evidence) => total + (evidence?.effect ?? 0), 0);
  const isProven = identification.outcome === 'agrees' || cryptoAddress.outcome === 'agrees';
  const against = Math.min(0, birthDate?.effect ?? 0) + Math.min(0, country.effect) + type.effect;
  const isCorroborated = isProven || birthDate?.outcome === 'agrees';
  // So that a lower threshold only ever adds hits: names under the floor are not looked for with evidence in mind.
  const evidence = parts.name < options.corroborationFloor ? Math.min(0, sum) : sum;
  const ofName =
    name?.strength === 'weak' ? weakAliasScore(isCorroborated, options) + Math.min(0, against) : parts.name + evidence;
  // A shared document against another name and another kind of subject is doubtful, not proof.
  const ofProof = isProven ? (parts.name >= AGREEING_NAME ? SAME_DOCUMENT_AND_NAME : SAME_DOCUMENT) + type.effect : 0;
  const score = Math.min(1, Math.max(0, ofName, ofProof));
  return { score: roundScore(score), evidence, parts };
}

/** OFAC's FAQ 124: a weak alias helps to tell whom another fact has found; alone it is no reason to stop anybody. */
function weakAliasScore(isCorroborated: boolean, options: EngineOptions): number {
  return isCorroborated ? options.corroboratedWeakAliasScore : options.weakAliasScore;
}
