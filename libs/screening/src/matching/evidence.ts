import { type ListedCountry } from '../lists/sanctions-entry';
import { type SubjectCountry } from './screening-subject';

/**
 * What a fact beside the name does to a score. `effect` is added to the name score; a fact that one side lacks is
 * `not-compared` and adds nothing, which an analyst must be able to tell from a fact that agrees.
 */
export interface Evidence {
  readonly outcome: 'agrees' | 'close' | 'contradicts' | 'not-compared';
  readonly effect: number;
  /** What the subject says, if anything. */
  readonly subject?: string;
  /** What the list says, if anything. */
  readonly listed?: string;
}

/**
 * A country that both sides give, and what it is to each. The subject's is that of an `address`, or `unsaid`, where
 * nobody said what it is.
 */
export interface CountryAgreement {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly subject: SubjectCountry['role'] | 'address' | 'unsaid';
  readonly listed: ListedCountry['role'];
}

export interface CountryEvidence extends Evidence {
  /** Only when a country agrees. */
  readonly agreements?: readonly CountryAgreement[];
}
