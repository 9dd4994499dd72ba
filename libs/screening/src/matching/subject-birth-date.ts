import { type CalendarDate, formatCalendarDate, parseIsoDate } from '../lists/partial-date';

/** When somebody was born: between `from` and `to`, which are one date unless a range was given. */
export interface SubjectBirth {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** The date is about right. */
  readonly isEstimate: boolean;
}

const NOTATION = /^(?:\d{4}~|\d{4}(?:-\d{2}){0,2}(?:\/\d{4}(?:-\d{2}){0,2})?)$/u;
const EARLIEST_YEAR = 1850;
/** A range that overlaps with a listed date counts as agreeing; one over half a life would agree with everybody. */
const LONGEST_RANGE_YEARS = 20;

/** Reads `date`, `date~` for an estimate, or `date/date` for a range (ISO 8601-2); undefined for anything else. */
export function parseSubjectBirth(text: string): SubjectBirth | undefined {
  const isEstimate = text.trim().endsWith('~');
  const [first = '', last = first, ...more] = text.replace('~', '').split('/');
  const [from, to] = [parseIsoDate(first), parseIsoDate(last)];
  return from && to && more.length === 0 ? { from, to, isEstimate } : undefined;
}

/**
 * What is wrong with a birth date that somebody gave, and the cure, to be read after "The birth date": `YYYY-MM-DD`,
 * `YYYY-MM`, `YYYY`, two of these with `/` between them, or `YYYY~` are right. Undefined when nothing is wrong.
 */
export function birthDateFault(text: string): string | undefined {
  if (!NOTATION.test(text)) {
    return 'must be written as 1970-04-21, 1970-04 or 1970, as a range such as 1968/1972, or as 1970~ for about that year';
  }
  const birth = parseSubjectBirth(text);
  if (birth === undefined) return 'names a day that there is not; check the month and the day';
  const { from, to } = birth;
  if (from.year < EARLIEST_YEAR) return `must be ${EARLIEST_YEAR} or later`;
  if (formatCalendarDate(to) > new Date().toISOString()) return 'must be in the past';
  if (dayNumber(to, 'last') < dayNumber(from, 'first')) {
    return 'ends before it begins; write the earlier date first, such as 1968/1972';
  }
  return to.year - from.year > LONGEST_RANGE_YEARS
    ? `is a range of more than ${LONGEST_RANGE_YEARS} years, which tells nobody apart; narrow it, or leave it out`
    : undefined;
}

/** A number that orders days, for the first or the last day that a partial date may mean. */
export function dayNumber({ year, month, day }: CalendarDate, end: 'first' | 'last'): number {
  const unknown = end === 'first' ? 0 : 99;
  return year * 10_000 + (month ?? unknown) * 100 + (day ?? unknown);
}
