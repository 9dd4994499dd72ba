import { type EngineOptions } from './engine-options';
import { alignEqualNames, alignNames, type NameAlignment, type SpanPair } from './name-alignment';
import { type NameForm, type NameSpan } from './name-form';
import { relateMerged, relateTokens, type TokenMatch } from './token-relation';

/** Scores are compared as they are shown: rounded to four decimals. */
export function roundScore(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}

/** The alignment of two names given all related spans of theirs; equal names score 1 whatever their words are. */
export function scoreName(
  subject: NameForm,
  listed: NameForm,
  candidates: readonly SpanPair[],
  options: EngineOptions,
): NameAlignment | undefined {
  if (subject.key === listed.key && subject.key !== '') return alignEqualNames(subject, listed);
  const alignment = alignNames(subject, listed, candidates, options);
  return alignment && { ...alignment, score: roundScore(alignment.score) };
}

/** Every related pair of spans of two names, found without an index. */
export function relateNames(subject: NameForm, listed: NameForm): SpanPair[] {
  const pairs: SpanPair[] = [];
  for (const span of subject.spans) {
    for (const other of listed.spans) {
      const match = relateSpans(span, other);
      if (match) pairs.push({ subject: span, listed: other, match });
    }
  }
  return pairs;
}

/** Joined words are only compared with a single word: two names that both join them agree word by word. */
function relateSpans(subject: NameSpan, listed: NameSpan): TokenMatch | undefined {
  if (subject.length === 1 && listed.length === 1) return relateTokens(subject.form, listed.form);
  return subject.length > 1 && listed.length > 1 ? undefined : relateMerged(subject.form, listed.form);
}
