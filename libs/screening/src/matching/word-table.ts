import { lettersOf, type TokenForm, toTokenForm } from './token-form';
import { JOINED_WORD, LATIN_WORD, WordTexts } from './word-texts';
import { WordTextsBuilder } from './word-texts-builder';

const LETTER_A = 97;
const NO_GROUPS: readonly number[] = [];
const SPELLED = 1;
const INITIAL = 2;
const CAN_BE_INITIALED = 4;

/** The distinct words of a list with what comparing them needs, in packed arrays. */
export class WordTable extends WordTexts {
  /** Words below this one are single, the others joined. */
  readonly singleCount: number;
  /** Bit n is set when the word has the n-th letter of the alphabet. */
  readonly masks: Int32Array;
  /** Of single words: equal for two of them exactly when their consonant skeletons are; 0 for none. */
  readonly skeletons: Int32Array;
  /** The same for Latin words and their one vowelless skeleton. */
  readonly latinSkeletons: Int32Array;
  private readonly flags: Uint8Array;
  /** The vowelless skeletons of each word that was written without vowels. */
  readonly vowellessSkeletons = new Map<number, readonly number[]>();
  private readonly groups = new Map<number, readonly number[]>();
  private readonly skeletonTexts: WordTexts;

  constructor(...parts: ConstructorParameters<typeof WordTexts>) {
    super(...parts);
    this.masks = new Int32Array(this.count);
    const joined = this.kinds.findIndex((kind) => kind >= JOINED_WORD);
    this.singleCount = joined === -1 ? this.count : joined;
    this.skeletons = new Int32Array(this.singleCount);
    this.latinSkeletons = new Int32Array(this.singleCount);
    this.flags = new Uint8Array(this.count);
    const skeletons = new WordTextsBuilder();
    for (let word = 0; word < this.singleCount; word++) this.describe(word, skeletons);
    for (let word = this.singleCount; word < this.count; word++) this.describeJoined(word, skeletons);
    this.skeletonTexts = skeletons.build();
  }

  /** The skeleton's number, 0 when no listed word has it. */
  skeletonId(skeleton: string): number {
    return skeleton === '' ? 0 : 1 + this.skeletonTexts.find(lettersOf(skeleton), skeleton.length);
  }

  /** Whether the word may be read by one of these vowelless skeletons. */
  hasVowellessSkeleton(word: number, skeletons: readonly number[]): boolean {
    const own = this.vowellessSkeletons.get(word);
    if (own) return own.some((skeleton) => skeletons.includes(skeleton));
    const latin = this.latinSkeletons[word] ?? 0;
    return latin !== 0 && skeletons.includes(latin);
  }

  isSpelled(word: number): boolean {
    return ((this.flags[word] ?? 0) & SPELLED) !== 0;
  }

  isInitial(word: number): boolean {
    return ((this.flags[word] ?? 0) & INITIAL) !== 0;
  }

  canBeInitialed(word: number): boolean {
    return ((this.flags[word] ?? 0) & CAN_BE_INITIALED) !== 0;
  }

  groupsOf(word: number): readonly number[] {
    return this.groups.get(word) ?? NO_GROUPS;
  }

  private describe(word: number, skeletons: WordTextsBuilder): void {
    const form = toTokenForm({ text: this.text(word), vowelless: this.isVowelless(word) });
    this.masks[word] = form.letters;
    this.flags[word] = flagsOf(form);
    this.skeletons[word] = internSkeleton(form.skeleton, skeletons);
    const ids = form.vowellessSkeletons.map((skeleton) => internSkeleton(skeleton, skeletons));
    if (form.isVowelless) this.vowellessSkeletons.set(word, ids);
    else this.latinSkeletons[word] = ids[0] ?? 0;
    if (form.variantGroups.length > 0) this.groups.set(word, form.variantGroups);
  }

  /** Joined words are made of letters alone and are not too long (`forEachJoin`). */
  private describeJoined(word: number, skeletons: WordTextsBuilder): void {
    let mask = 0;
    for (const letter of this.codes(word)) mask |= 1 << (letter - LETTER_A);
    this.masks[word] = mask;
    this.flags[word] = SPELLED;
    if (!this.isVowelless(word)) return;
    const form = toTokenForm({ text: this.text(word), vowelless: true }, true);
    this.vowellessSkeletons.set(
      word,
      form.vowellessSkeletons.map((skeleton) => internSkeleton(skeleton, skeletons)),
    );
  }
}

function internSkeleton(skeleton: string, known: WordTextsBuilder): number {
  return skeleton === '' ? 0 : 1 + known.intern(lettersOf(skeleton), skeleton.length, LATIN_WORD);
}

function flagsOf({ isSpelled, isInitial, canBeInitialed }: TokenForm): number {
  return (isSpelled ? SPELLED : 0) | (isInitial ? INITIAL : 0) | (canBeInitialed ? CAN_BE_INITIALED : 0);
}
