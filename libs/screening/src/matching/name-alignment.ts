import { type EngineOptions } from './engine-options';
import { type NameForm, type NameSpan, type NameToken } from './name-form';
import { type TokenMatch } from './token-relation';

/** A word, or joined words, of the subject's name that stand for some of the listed name. */
export interface SpanPair {
  readonly subject: NameSpan;
  readonly listed: NameSpan;
  readonly match: TokenMatch;
}

/** Which pairs a name score rests on. Words in no pair are extra (subject) or missing (listed). */
export interface NameAlignment {
  readonly score: number;
  readonly pairs: readonly SpanPair[];
}

/** Names whose words are the same in another order align word by word. */
export function alignEqualNames(subject: NameForm, listed: NameForm): NameAlignment {
  const free = new Set(listed.tokens.keys());
  const pairs = subject.tokens.flatMap(({ form }, start): SpanPair[] => {
    const place = [...free].find((index) => listed.tokens[index]?.form.text === form.text);
    if (place === undefined) return [];
    free.delete(place);
    return [
      {
        subject: { start, length: 1, form },
        listed: { start: place, length: 1, form },
        match: { relation: 'exact', similarity: 1 },
      },
    ];
  });
  return { score: 1, pairs };
}

/**
 * Chooses among the candidate pairs, most alike first, so that each word is used once, and scores the choice:
 * similarity weighted by the subject's words, over the weight of all words. Undefined when nothing strong agrees.
 * The order of `candidates` does not matter.
 */
export function alignNames(
  subject: NameForm,
  listed: NameForm,
  candidates: readonly SpanPair[],
  options: EngineOptions,
): NameAlignment | undefined {
  const usedSubject = new Uint8Array(subject.tokens.length);
  const usedListed = new Uint8Array(listed.tokens.length);
  const pairs: SpanPair[] = [];
  for (const pair of candidates.length > 1 ? [...candidates].sort(comparePairs) : candidates) {
    if (isUsed(usedSubject, pair.subject) || isUsed(usedListed, pair.listed)) continue;
    use(usedSubject, pair.subject);
    use(usedListed, pair.listed);
    pairs.push(pair);
  }
  if (!pairs.some((pair) => isStrongPair(pair, subject, listed))) return undefined;
  return { score: scorePairs(subject, listed, pairs, usedSubject, usedListed, options), pairs };
}

function scorePairs(
  subject: NameForm,
  listed: NameForm,
  pairs: readonly SpanPair[],
  usedSubject: Uint8Array,
  usedListed: Uint8Array,
  options: EngineOptions,
): number {
  let similar = 0;
  let total = 0;
  for (const { subject: span, match } of pairs) {
    const weight = spanWeight(subject, span);
    similar += weight * match.similarity;
    total += weight;
  }
  let hasExtraNumber = false;
  subject.tokens.forEach((token, index) => {
    if (usedSubject[index] === 1) return;
    total += options.extraWordFactor * token.weight;
    hasExtraNumber ||= token.wordClass === 'number';
  });
  listed.tokens.forEach((token, index) => {
    if (usedListed[index] === 0) total += missingFactor(token, hasExtraNumber, options) * token.weight;
  });
  return similar / total;
}

function missingFactor(token: NameToken, hasExtraNumber: boolean, options: EngineOptions): number {
  if (token.wordClass !== 'number') return options.missingWordFactor;
  return hasExtraNumber ? options.otherNumberFactor : options.missingNumberFactor;
}

/** The weight of a span: that of its words together. */
export function spanWeight({ tokens }: NameForm, { start, length }: NameSpan): number {
  let weight = 0;
  for (let index = start; index < start + length; index++) weight += tokens[index]?.weight ?? 0;
  return weight;
}

/** Initials, forms, particles and titles agree by chance; a joined span is as strong as the word it equals. */
function isStrongPair(pair: SpanPair, subject: NameForm, listed: NameForm): boolean {
  return isStrongSpan(subject, pair.subject) && isStrongSpan(listed, pair.listed);
}

function isStrongSpan({ tokens }: NameForm, { start, length }: NameSpan): boolean {
  return length > 1 || tokens[start]?.isStrong === true;
}

/** A total order, so that the result depends on the pairs alone. */
function comparePairs(a: SpanPair, b: SpanPair): number {
  return (
    b.match.similarity - a.match.similarity ||
    b.subject.length + b.listed.length - (a.subject.length + a.listed.length) ||
    a.subject.start - b.subject.start ||
    a.listed.start - b.listed.start ||
    a.subject.length - b.subject.length
  );
}

function isUsed(used: Uint8Array, { start, length }: NameSpan): boolean {
  for (let index = start; index < start + length; index++) if (used[index] === 1) return true;
  return false;
}

function use(used: Uint8Array, { start, length }: NameSpan): void {
  used.fill(1, start, start + length);
}
