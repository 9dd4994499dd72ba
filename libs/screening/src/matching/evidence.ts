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
