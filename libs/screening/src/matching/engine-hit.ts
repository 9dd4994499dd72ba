import { type ListedNameKind, type ListedNameStrength, type SanctionsEntryType } from '../lists/sanctions-entry';
import { type CountryEvidence, type Evidence } from './evidence';
import { type ScoreBand } from './score-band';
import { type TokenRelation } from './token-relation';

/**
 * One line of the comparison of two names. `missing` is only in the listed name, `extra` only in the subject's, and an
 * `unreadable` word of the subject's is in letters that cannot be read.
 */
export interface TokenComparison {
  readonly subject: string;
  readonly listed: string;
  readonly relation: TokenRelation | 'missing' | 'extra' | 'unreadable';
  readonly similarity: number;
  /** How much the word counts in the score. */
  readonly weight: number;
}

/** What a score is made of: the name score and what each other fact does to it. */
export interface ScoreParts {
  readonly name: number;
  readonly birthDate?: Evidence;
  readonly country?: CountryEvidence;
  readonly identification?: Evidence;
  readonly address?: Evidence;
  readonly cryptoAddress?: Evidence;
  readonly type?: Evidence;
}

/** An entry that may be the subject. `score` is 0 to 1, rounded to four decimals. */
export interface EngineHit {
  readonly list: string;
  readonly entryId: string;
  readonly entryType: SanctionsEntryType;
  readonly matchedName: string;
  readonly nameKind: ListedNameKind;
  readonly nameStrength: ListedNameStrength;
  /** Which of the subject's names matched. */
  readonly subjectName: string;
  readonly score: number;
  readonly band: ScoreBand;
  readonly parts: ScoreParts;
  readonly tokens: readonly TokenComparison[];
  readonly programs: readonly string[];
  /** One English sentence for an analyst. */
  readonly explanation: string;
}

/** The answer to one subject. */
export interface EngineResult {
  readonly engineVersion: string;
  /** SHA-256, in hexadecimal, of the options in force. */
  readonly configurationHash: string;
  /** Best first. */
  readonly hits: readonly EngineHit[];
  /** Whether there were more hits than the limit let through. */
  readonly truncated: boolean;
  /** Words of the subject's names in letters that cannot be read: no hit was looked for by them. */
  readonly unreadableWords: readonly string[];
}
