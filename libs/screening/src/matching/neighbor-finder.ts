import { DeletionIndex } from './deletion-index';
import { LONGEST_COMPARED_TOKEN, type TokenForm } from './token-form';
import { editLimit, relateMerged, relateTokens, type TokenMatch } from './token-relation';

/** The listed words a word is related to; `ids[i]` by `matches[i]`. */
export interface Neighborhood {
  readonly ids: readonly number[];
  readonly matches: readonly TokenMatch[];
}

/** About 25 MB of neighbourhoods at most; words of real names repeat. */
const CACHED_NEIGHBORHOODS = 50_000;

/**
 * Enumerates, for a word, every listed word with which `relateTokens` or `relateMerged` finds a relation, except those
 * of an initial to the full words it may stand for, which are too many to list and are checked name by name.
 */
export class NeighborFinder {
  private readonly idsByText: ReadonlyMap<string, readonly number[]>;
  private readonly idsBySkeleton: ReadonlyMap<string, readonly number[]>;
  private readonly idsByVowellessSkeleton: ReadonlyMap<string, readonly number[]>;
  private readonly vowellessIdsBySkeleton: ReadonlyMap<string, readonly number[]>;
  private readonly idsByGroup: ReadonlyMap<number, readonly number[]>;
  private readonly singleDeletions: DeletionIndex;
  private readonly joinedDeletions: DeletionIndex;
  private readonly seenBy: Int32Array;
  private readonly cache = new Map<string, Neighborhood>();
  private lookup = 0;

  /** Ids below `firstJoined` are single words, the others words joined from neighbours; ids index `forms`. */
  constructor(
    private readonly forms: readonly TokenForm[],
    private readonly firstJoined: number,
  ) {
    const ids = [...forms.keys()];
    const singles = ids.slice(0, firstJoined);
    this.idsByText = groupBy(ids, (id) => [forms[id]?.text ?? '']);
    this.idsBySkeleton = groupBy(singles, (id) => presentText(forms[id]?.skeleton));
    this.idsByVowellessSkeleton = groupBy(singles, (id) => presentText(forms[id]?.vowellessSkeleton));
    this.vowellessIdsBySkeleton = groupBy(
      singles.filter((id) => forms[id]?.isVowelless),
      (id) => presentText(forms[id]?.vowellessSkeleton),
    );
    this.idsByGroup = groupBy(singles, (id) => forms[id]?.variantGroups ?? []);
    this.singleDeletions = new DeletionIndex(forms, singles, editLimit);
    this.joinedDeletions = new DeletionIndex(forms, ids.slice(firstJoined), () => 1);
    this.seenBy = new Int32Array(forms.length);
  }

  /** All neighbours of a word of the subject's name, or of several of its words joined. */
  find(form: TokenForm, isJoined: boolean): Neighborhood {
    // Nobody is called that, and such keys would let a caller fill the memory.
    if (form.text.length > LONGEST_COMPARED_TOKEN) return this.enumerate(form, isJoined);
    const key = `${form.text}${form.isVowelless ? '~' : ''}${isJoined ? '+' : ''}`;
    const cached = this.cache.get(key);
    if (cached) return cached;
    const neighborhood = this.enumerate(form, isJoined);
    if (this.cache.size >= CACHED_NEIGHBORHOODS) this.forgetOldest();
    this.cache.set(key, neighborhood);
    return neighborhood;
  }

  private enumerate(form: TokenForm, isJoined: boolean): Neighborhood {
    const { forms, firstJoined, seenBy } = this;
    const lookup = ++this.lookup;
    const ids: number[] = [];
    const matches: TokenMatch[] = [];
    const visit = (id: number): void => {
      if (seenBy[id] === lookup) return;
      seenBy[id] = lookup;
      const isListedJoined = id >= firstJoined;
      const listed = forms[id];
      if (!listed || (isJoined && isListedJoined)) return;
      const match = isJoined || isListedJoined ? relateMerged(form, listed) : relateTokens(form, listed);
      if (!match) return;
      ids.push(id);
      matches.push(match);
    };
    const visitAll = (found: readonly number[] | undefined): void => found?.forEach(visit);

    visitAll(this.idsByText.get(form.text));
    this.singleDeletions.forEachCandidate(form, visit);
    if (isJoined) return { ids, matches };
    this.joinedDeletions.forEachCandidate(form, visit);
    visitAll(this.idsBySkeleton.get(form.skeleton));
    visitAll(
      (form.isVowelless ? this.idsByVowellessSkeleton : this.vowellessIdsBySkeleton).get(form.vowellessSkeleton),
    );
    for (const group of form.variantGroups) visitAll(this.idsByGroup.get(group));
    if (form.canBeInitialed) visitAll(this.idsByText.get(form.text.charAt(0)));
    return { ids, matches };
  }

  private forgetOldest(): void {
    for (const key of this.cache.keys()) {
      this.cache.delete(key);
      return;
    }
  }
}

function presentText(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : [text];
}

function groupBy<K>(ids: readonly number[], keysOf: (id: number) => readonly K[]): ReadonlyMap<K, readonly number[]> {
  const groups = new Map<K, number[]>();
  for (const id of ids) {
    for (const key of keysOf(id)) {
      const group = groups.get(key);
      if (group) group.push(id);
      else groups.set(key, [id]);
    }
  }
  return groups;
}
