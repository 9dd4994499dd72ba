import { type EngineOptions } from './engine-options';
import { type TokenComparison } from './engine-hit';
import { type NameAlignment, spanWeight } from './name-alignment';
import { type NameForm, type NameSpan } from './name-form';
import { relateNames, roundScore, scoreName } from './score-name';

/** Lays two names side by side, word by word: the pairs in the subject's order, then the words only one of them has. */
export function compareTokens(subject: NameForm, listed: NameForm, options: EngineOptions): TokenComparison[] {
  const alignment: NameAlignment = scoreName(subject, listed, relateNames(subject, listed), options) ?? {
    score: 0,
    pairs: [],
  };
  const pairs = [...alignment.pairs].sort((a, b) => a.subject.start - b.subject.start);
  const paired = pairs.map((pair): TokenComparison => ({
    subject: spanText(subject, pair.subject),
    listed: spanText(listed, pair.listed),
    relation: pair.match.relation,
    similarity: roundScore(pair.match.similarity),
    weight: roundScore(spanWeight(subject, pair.subject)),
  }));
  const unpaired = (form: NameForm, spans: readonly NameSpan[]): { text: string; weight: number }[] =>
    form.tokens
      .filter((_, index) => !spans.some(({ start, length }) => index >= start && index < start + length))
      .map((token) => ({ text: token.form.text, weight: roundScore(token.weight) }));
  const extra = unpaired(
    subject,
    pairs.map((pair) => pair.subject),
  );
  const missing = unpaired(
    listed,
    pairs.map((pair) => pair.listed),
  );
  return [
    ...paired,
    ...extra.map(
      ({ text, weight }) => ({ subject: text, listed: '', relation: 'extra', similarity: 0, weight }) as const,
    ),
    ...missing.map(
      ({ text, weight }) => ({ subject: '', listed: text, relation: 'missing', similarity: 0, weight }) as const,
    ),
  ];
}

function spanText({ tokens }: NameForm, { start, length }: NameSpan): string {
  return tokens
    .slice(start, start + length)
    .map(({ form }) => form.text)
    .join(' ');
}
