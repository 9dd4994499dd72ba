/** The numbers that decide what is a hit. A change of any of them changes `configurationHash`. */
export interface EngineOptions {
  /** How much a word of the subject's name counts that the listed name lacks. */
  readonly extraWordFactor: number;
  /** How much a word of the listed name counts that the subject's name lacks: people leave out names. */
  readonly missingWordFactor: number;
  /** The same as far as the subject's name has other names in their place: "Omar Haddad" is not "Omar Khalil". */
  readonly otherWordFactor: number;
  /** The same for a number, when the subject's name has none. */
  readonly missingNumberFactor: number;
  /** The same for a number, when the subject's name has another one ("Fund 5" is not "Fund 8"). */
  readonly otherNumberFactor: number;
  /** What a word in letters that cannot be read weighs; it agrees with nothing. */
  readonly unreadableWordWeight: number;
  /** By how much a very common word of the list weighs less than a unique one. */
  readonly commonWordDiscount: number;
  /** A word in this many listed names is as common as a word can be. */
  readonly commonWordNames: number;
  /** The score of a weak alias, which only an equal name reaches: under the lowest band. */
  readonly weakAliasScore: number;
  /** The same when a birth date, a document or a wallet agrees as well. */
  readonly corroboratedWeakAliasScore: number;
  /** Agreeing evidence lifts no name score below this one. */
  readonly corroborationFloor: number;
}

export const DEFAULT_ENGINE_OPTIONS: EngineOptions = {
  extraWordFactor: 0.7,
  missingWordFactor: 0.22,
  otherWordFactor: 0.7,
  missingNumberFactor: 0.4,
  otherNumberFactor: 0.9,
  unreadableWordWeight: 0.25,
  commonWordDiscount: 0.5,
  commonWordNames: 1_000,
  weakAliasScore: 0.65,
  corroboratedWeakAliasScore: 0.8,
  corroborationFloor: 0.75,
};
