/** Whether a key agrees with what was entered. `no_input`: nothing was entered to compare it with. */
export const agreements = ['match', 'no_match', 'no_input'] as const;
export type Agreement = (typeof agreements)[number];

/** How one key agrees with a person or a business. */
export interface KeyAgreement {
  readonly name: Agreement;
  /** Birth; of a business, incorporation. */
  readonly date: Agreement;
  /** Of keys whose last digit can be computed. */
  readonly checkDigit: Agreement;
}

export const agreesIf = (isSame: boolean): Agreement => (isSame ? 'match' : 'no_match');
