import { type EngineOptions } from './engine-options';
import { type TokenComparison } from './engine-hit';
import { type NamesOfList } from './list-index';
import { type NameForm } from './name-form';
import { type NameScorer, roundScore } from './name-scorer';
import { TOKEN_RELATIONS } from './token-relation';

/**
 * Lays two names side by side, word by word, as the scorer has just paired them: the pairs in the subject's order, then
 * the words only one of them has.
 */
export function compareTokens(
  subject: NameForm,
  name: number,
  { words, strong }: NamesOfList,
  scorer: NameScorer,
  options: EngineOptions,
): TokenComparison[] {
  const { pairs, order, chosen } = scorer;
  const start = strong.tokenStarts[name] ?? 0;
  const end = strong.tokenStarts[name + 1] ?? 0;
  const subjectTexts = subject.tokens.map(({ form }) => form.text);
  const listedTexts = Array.from(strong.tokenWords.subarray(start, end), (word) => words.text(word));
  const free = { subject: new Set(subjectTexts.keys()), listed: new Set(listedTexts.keys()) };
  const take = (texts: readonly string[], unused: Set<number>, from: number, length: number): string => {
    for (let index = from; index < from + length; index++) unused.delete(index);
    return texts.slice(from, from + length).join(' ');
  };
  const chosenPairs = Array.from(order.subarray(0, chosen));
  const startOf = (pair: number): number => subject.spans[pairs.spans[pair] ?? 0]?.start ?? 0;
  const paired = chosenPairs
    .sort((a, b) => startOf(a) - startOf(b))
    .map((pair): TokenComparison => {
      const span = subject.spans[pairs.spans[pair] ?? 0];
      return {
        subject: take(subjectTexts, free.subject, span?.start ?? 0, span?.length ?? 0),
        listed: take(listedTexts, free.listed, pairs.places[pair] ?? 0, pairs.lengths[pair] ?? 0),
        relation: TOKEN_RELATIONS[pairs.relations[pair] ?? 0] ?? 'exact',
        similarity: roundScore(pairs.similarities[pair] ?? 0),
        weight: roundScore(scorer.spanWeight(pairs.spans[pair] ?? 0)),
      };
    });
  const extra = [...free.subject].map((index): TokenComparison => ({
    ...unpaired('extra', subject.tokens[index]?.weight ?? 0),
    subject: subjectTexts[index] ?? '',
  }));
  const unreadable = subject.unreadableWords.map((text): TokenComparison => ({
    ...unpaired('unreadable', options.unreadableWordWeight),
    subject: text,
  }));
  const missing = [...free.listed].map((index): TokenComparison => ({
    ...unpaired('missing', strong.tokenWeight(start + index)),
    listed: listedTexts[index] ?? '',
  }));
  return [...paired, ...extra, ...unreadable, ...missing];
}

function unpaired(relation: 'extra' | 'missing' | 'unreadable', weight: number): TokenComparison {
  return { subject: '', listed: '', relation, similarity: 0, weight: roundScore(weight) };
}
