import type { EngineHit } from '../matching/engine-hit';
import { isComparable } from '../matching/normalize-name';
import { engineSubjectOf } from '../screenings/engine-subject';
import type { ScreenedSubject } from '../screenings/screening-request';
import type { ScreenSubject } from '../files/screened-rows';
import type { Thresholds } from '../settings/thresholds';

/** Subjects on their way to a thread: as text, for that costs less than to copy what was read from it. */
export interface SubjectBatch {
  /** UTF-8: a line of JSON for each. */
  readonly lines: Uint8Array;
  /** By which each is screened. */
  readonly thresholds: readonly Thresholds[];
}

export interface ScreenedSubjects {
  /** Those with hits, by their place in the batch. */
  readonly found: readonly {
    readonly index: number;
    readonly hits: readonly EngineHit[];
    readonly truncated: boolean;
  }[];
  /** Those that could not be screened: no name in letters that can be read, or what the engine cannot take. */
  readonly unscreened: readonly number[];
}

/** Who cannot be screened costs the others nothing, and does not pass for clear. */
export function screenSubjects(
  { lines, thresholds }: SubjectBatch,
  limit: number,
  screen: ScreenSubject,
): ScreenedSubjects {
  const found: ScreenedSubjects['found'][number][] = [];
  const unscreened: number[] = [];
  const texts = new TextDecoder().decode(lines).split('\n');
  for (const [index, ofSubject] of thresholds.entries()) {
    try {
      const subject = JSON.parse(texts[index] ?? '') as ScreenedSubject;
      const {
        hits,
        truncated = false,
        unreadableWords = [],
      } = screen(engineSubjectOf(subject), { ...ofSubject, limit });
      if (unreadableWords.length > 0 && ![subject.name, ...subject.alternativeNames].some(isComparable)) {
        unscreened.push(index);
      } else if (hits.length > 0) {
        found.push({ index, hits, truncated });
      }
    } catch {
      unscreened.push(index);
    }
  }
  return { found, unscreened };
}
