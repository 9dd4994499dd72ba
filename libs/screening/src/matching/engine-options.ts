/** The numbers that decide what is a hit. A change of any of them changes `configurationHash`. */
export interface EngineOptions {
  /** How much a word of the subject's name counts that the listed name lacks. */
  readonly extraWordFactor: number;
  /** How much a word of the listed name counts that the subject's name lacks: people leave out names. */
  readonly missingWordFactor: number;
  /** The same for a number, when the subject's name has none. */
  readonly missingNumberFactor: number;
  /** The same for a number, when the subject's name has another one ("Fund 5" is not "Fund 8"). */
  readonly otherNumberFactor: number;
  /** By how much a very common word of the list weighs less than a unique one. */
  readonly commonWordDiscount: number;
  /** A word in this many listed names is as common as a word can be. */
  readonly commonWordNames: number;
  /** The highest name score of a weak alias, which only an equal name reaches. */
  readonly weakAliasScore: number;
  /** Agreeing evidence lifts no name score below this one. */
  readonly corroborationFloor: number;
}

export const DEFAULT_ENGINE_OPTIONS: EngineOptions = {
  extraWordFactor: 0.8,
  missingWordFactor: 0.22,
  missingNumberFactor: 0.4,
  otherNumberFactor: 0.9,
  commonWordDiscount: 0.5,
  commonWordNames: 1_000,
  weakAliasScore: 0.8,
  corroborationFloor: 0.75,
};
