import { type EngineOptions } from './engine-options';
import { type ListedNameForm } from './listed-names';
import { type NameForm } from './name-form';
import { type NameMatch } from './name-index';
import { relateNames, scoreName } from './score-name';

/**
 * Scores every listed name against the subject's, word by word, without any index: the definition of what
 * `NameIndex.find` must return. Slow; it is the yardstick of the tests and of the benchmark.
 */
export function searchExhaustively(
  names: readonly ListedNameForm[],
  subject: NameForm,
  lowestScore: number,
  options: EngineOptions,
): NameMatch[] {
  if (subject.tokens.length === 0) return [];
  const found: NameMatch[] = [];
  names.forEach(({ form }, nameIndex) => {
    const alignment = scoreName(subject, form, relateNames(subject, form), options);
    if (alignment && alignment.score >= lowestScore) found.push({ nameIndex, score: alignment.score });
  });
  return found;
}
