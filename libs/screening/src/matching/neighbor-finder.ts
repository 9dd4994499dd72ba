import { DeletionIndex, FoundWords } from './deletion-index';
import { LONGEST_COMPARED_TOKEN, type TokenForm } from './token-form';
import {
  type AskedWord,
  editLimit,
  JOINED_EDIT_LIMIT,
  toAskedWord,
  type TokenMatch,
  TokenRelater,
} from './token-relation';
import { type Neighborhood, NeighborhoodShelf } from './neighborhood';
import { NO_WORD, type WordTable } from './word-table';
import { groupWords, type WordGroups } from './word-groups';

/** How many words' neighbourhoods are remembered: these at least, and twice as many at most. */
const REMEMBERED_NEIGHBORHOODS = 25_000;

/**
 * Enumerates, for a word, every listed word that `TokenRelater` relates to it, except those of an initial to the full
 * words it may stand for, which are too many to list and are checked name by name.
 */
export class NeighborFinder {
  private readonly bySkeleton: WordGroups;
  private readonly byVowellessSkeleton: WordGroups;
  private readonly vowellessBySkeleton: WordGroups;
  private readonly byVariantGroup = new Map<number, number[]>();
  private readonly singleDeletions: DeletionIndex;
  private readonly joinedDeletions: DeletionIndex;
  private readonly relater: TokenRelater;
  private readonly candidates: FoundWords;
  private readonly match: TokenMatch = { relation: 0, similarity: 0 };
  private readonly shelf = new NeighborhoodShelf();
  private remembered = new Map<string, Neighborhood>();
  private older = new Map<string, Neighborhood>();

  /** Words below `firstJoined` are single ones, the others joined from neighbours. */
  constructor(
    private readonly words: WordTable,
    firstJoined: number,
  ) {
    this.bySkeleton = groupWords(firstJoined, (word) => words.skeletons[word] ?? 0);
    this.byVowellessSkeleton = groupWords(firstJoined, (word) => words.vowellessSkeletons[word] ?? 0);
    this.vowellessBySkeleton = groupWords(firstJoined, (word) =>
      words.isVowelless(word) ? (words.vowellessSkeletons[word] ?? 0) : 0,
    );
    for (let word = 0; word < firstJoined; word++) {
      for (const group of words.groupsOf(word)) {
        const known = this.byVariantGroup.get(group);
        if (known) known.push(word);
        else this.byVariantGroup.set(group, [word]);
      }
    }
    this.singleDeletions = new DeletionIndex(words, 0, firstJoined, editLimit);
    this.joinedDeletions = new DeletionIndex(words, firstJoined, words.count, () => JOINED_EDIT_LIMIT);
    this.relater = new TokenRelater(words);
    this.candidates = new FoundWords(words.count);
  }

  /** All neighbours of a word of the subject's name, or of several of its words joined. */
  find(form: TokenForm): Neighborhood {
    // Nobody is called that, and such keys would let a caller fill the memory.
    if (form.text.length > LONGEST_COMPARED_TOKEN) return this.enumerate(toAskedWord(form, this.words));
    const key = `${form.text}${form.isVowelless ? '~' : ''}${form.isJoined ? '+' : ''}`;
    const known = this.remembered.get(key) ?? this.older.get(key);
    if (known) return known;
    const neighborhood = this.enumerate(toAskedWord(form, this.words));
    if (this.remembered.size >= REMEMBERED_NEIGHBORHOODS) {
      this.older = this.remembered;
      this.remembered = new Map();
      this.shelf.startAnew();
    }
    this.remembered.set(key, neighborhood);
    return neighborhood;
  }

  private enumerate(asked: AskedWord): Neighborhood {
    const { candidates, relater, shelf, match } = this;
    candidates.clear();
    this.collect(asked);
    relater.reset(asked);
    const { ids, count } = candidates;
    shelf.reserve(count);
    for (let at = 0; at < count; at++) {
      const word = ids[at] ?? 0;
      if (relater.relate(word, match)) shelf.add(word, match);
    }
    return shelf.take();
  }

  private collect({ form, skeleton, vowellessSkeleton }: AskedWord): void {
    const { words, candidates } = this;
    for (let word = words.find(form.codes); word !== NO_WORD; word = words.nextWithText(word)) candidates.add(word);
    if (form.isSpelled) {
      const deletions = form.isJoined ? JOINED_EDIT_LIMIT : editLimit(form.codes.length);
      this.singleDeletions.collect(form.codes, deletions, candidates);
    }
    if (form.isJoined) return;
    if (form.isSpelled) this.joinedDeletions.collect(form.codes, JOINED_EDIT_LIMIT, candidates);
    this.bySkeleton.addTo(candidates, skeleton);
    (form.isVowelless ? this.byVowellessSkeleton : this.vowellessBySkeleton).addTo(candidates, vowellessSkeleton);
    for (const group of form.variantGroups) this.byVariantGroup.get(group)?.forEach((word) => candidates.add(word));
    if (!form.canBeInitialed) return;
    const initial = words.find(form.codes.subarray(0, 1));
    for (let word = initial; word !== NO_WORD; word = words.nextWithText(word)) candidates.add(word);
  }
}
