/** Two names with what is true of them. Every name is invented here; none is of anybody. */
export interface LabelledPair {
  readonly group:
    | 'persons of two words'
    | 'persons of three or four'
    | 'companies, short'
    | 'companies, long'
    | 'vessels'
    | 'scripts'
    | 'Cyrillic'
    | 'Greek'
    | 'Arabic, Persian, Urdu'
    | 'Hebrew'
    | 'Chinese'
    | 'Japanese'
    | 'Korean';
  /** What was done to the name, or in what the other one differs. */
  readonly change: string;
  readonly type: 'person' | 'business' | 'vessel';
  readonly listed: string;
  readonly asked: string;
  readonly isSame: boolean;
}
