import { DeletionIndex, FoundWords } from './deletion-index';
import { JoinedForm, LONGEST_COMPARED_TOKEN, type TokenForm } from './token-form';
import {
  type AskedWord,
  editLimit,
  JOINED_EDIT_LIMIT,
  toAskedWord,
  type TokenMatch,
  TokenRelater,
} from './token-relation';
import { type Neighborhood, NeighborhoodShelf, NO_NEIGHBORS } from './neighborhood';
import { type WordTable } from './word-table';
import { NO_WORD } from './word-texts';
import { groupWords, type WordGroups } from './word-groups';

/** Scratch for the letters of joined words. */
const joined = new Uint8Array(LONGEST_COMPARED_TOKEN);

/**
 * Enumerates, for a word, every listed word that `TokenRelater` relates to it, except those of an initial to the full
 * words it may stand for, which are too many to list and are checked name by name.
 */
export class NeighborFinder {
  private readonly bySkeleton: WordGroups;
  private readonly latinBySkeleton: WordGroups;
  private readonly vowellessBySkeleton = new Map<number, number[]>();
  private readonly byVariantGroup = new Map<number, number[]>();
  private readonly singleDeletions: DeletionIndex;
  private readonly joinedDeletions: DeletionIndex;
  private readonly relater: TokenRelater;
  private readonly candidates: FoundWords;
  private readonly match: TokenMatch = { relation: 0, similarity: 0 };
  private readonly shelf = new NeighborhoodShelf();

  constructor(private readonly words: WordTable) {
    const { singleCount } = words;
    this.bySkeleton = groupWords(singleCount, (word) => words.skeletons[word] ?? 0);
    this.latinBySkeleton = groupWords(singleCount, (word) => words.latinSkeletons[word] ?? 0);
    for (const [word, skeletons] of words.vowellessSkeletons) {
      for (const skeleton of skeletons) addTo(this.vowellessBySkeleton, skeleton, word);
    }
    for (let word = 0; word < singleCount; word++) {
      for (const group of words.groupsOf(word)) addTo(this.byVariantGroup, group, word);
    }
    this.singleDeletions = new DeletionIndex(words, 0, singleCount, editLimit);
    this.joinedDeletions = new DeletionIndex(words, singleCount, words.count, () => JOINED_EDIT_LIMIT);
    this.relater = new TokenRelater(words);
    this.candidates = new FoundWords(words.count);
  }

  /** All neighbours of a word of the subject's name, or of several of its words joined. */
  find(form: TokenForm): Neighborhood {
    const { candidates, relater, shelf, match } = this;
    candidates.clear();
    if (form instanceof JoinedForm) {
      this.singleDeletions.collect(joined, form.write(joined), JOINED_EDIT_LIMIT, candidates);
    } else {
      this.collect(toAskedWord(form, this.words));
    }
    const { ids, count } = candidates;
    if (count === 0) return NO_NEIGHBORS;
    shelf.reserve(count);
    relater.reset(toAskedWord(form, this.words));
    for (let at = 0; at < count; at++) {
      const word = ids[at] ?? 0;
      if (relater.relate(word, match)) shelf.add(word, match);
    }
    return shelf.take();
  }

  private collect({ form, skeleton, vowellessSkeletons }: AskedWord): void {
    const { words, candidates } = this;
    const { codes } = form;
    if (form.isSpelled) {
      const deletions = form.isJoined ? JOINED_EDIT_LIMIT : editLimit(codes.length);
      this.singleDeletions.collect(codes, codes.length, deletions, candidates);
    } else {
      for (let word = words.find(codes); word !== NO_WORD; word = words.nextWithText(word)) candidates.add(word);
    }
    for (const each of vowellessSkeletons) {
      if (form.isVowelless) this.latinBySkeleton.addTo(candidates, each);
      this.vowellessBySkeleton.get(each)?.forEach((word) => candidates.add(word));
    }
    if (form.isJoined) return;
    if (form.isSpelled) this.joinedDeletions.collect(codes, codes.length, JOINED_EDIT_LIMIT, candidates);
    this.bySkeleton.addTo(candidates, skeleton);
    for (const group of form.variantGroups) this.byVariantGroup.get(group)?.forEach((word) => candidates.add(word));
    if (!form.canBeInitialed) return;
    const initial = words.find(codes.subarray(0, 1));
    for (let word = initial; word !== NO_WORD; word = words.nextWithText(word)) candidates.add(word);
  }
}

function addTo(words: Map<number, number[]>, key: number, word: number): void {
  const known = words.get(key);
  if (known) known.push(word);
  else words.set(key, [word]);
}
