import { type CalendarDate, formatCalendarDate, formatPartialDate, type PartialDate } from '../lists/partial-date';
import { type Evidence } from './evidence';
import { dayNumber, parseSubjectBirth, type SubjectBirth } from './subject-birth-date';

const SAME_DAY = 0.08;
const SAME_PERIOD = 0.05;
const WITHIN_ESTIMATE = 0.03;
const DAY_AND_MONTH_SWAPPED = 0.05;
const ALMOST = -0.03;
const SAME_YEAR_OTHER_DAY = -0.1;
const NEXT_YEAR_SAME_DAY = -0.02;
const TWO_YEARS_APART = -0.12;
const CONTRADICTING = -0.3;
const ESTIMATE_YEARS = 2;
/** A range over more years than an estimate is no better than one. */
const LONGEST_PERIOD_YEARS = 2 * ESTIMATE_YEARS;

/** The most a birth date can add to a score. */
export const HIGHEST_BIRTH_DATE_EFFECT = SAME_DAY;

/**
 * Compares a birth date (as in `ScreeningSubject.birthDate`) with all that the list gives; the one that fits best
 * counts. One that cannot be read is not compared.
 */
export function compareBirthDate(birthDate: string | undefined, listed: readonly PartialDate[]): Evidence {
  const shown = listed.map(formatPartialDate).join(' or ');
  const base = { ...(birthDate !== undefined && { subject: birthDate }), ...(shown !== '' && { listed: shown }) };
  const subject = birthDate === undefined ? undefined : possibleBirth(birthDate);
  if (!subject || listed.length === 0) return { outcome: 'not-compared', effect: 0, ...base };
  const effect = Math.max(...listed.map((date) => effectOf(subject, date)));
  return { outcome: effect > 0 ? 'agrees' : effect <= TWO_YEARS_APART ? 'contradicts' : 'close', effect, ...base };
}

/** When the subject may have been born; an estimate may be wrong by some years. */
function possibleBirth(text: string): SubjectBirth | undefined {
  const birth = parseSubjectBirth(text);
  if (birth === undefined || !birth.isEstimate) return birth;
  const { from, to, isEstimate } = birth;
  return { from: yearsFrom(from, -ESTIMATE_YEARS), to: yearsFrom(to, ESTIMATE_YEARS), isEstimate };
}

function effectOf(subject: SubjectBirth, listed: PartialDate): number {
  const isVague = subject.isEstimate || subject.to.year - subject.from.year > LONGEST_PERIOD_YEARS;
  const agreement = isVague || listed.precision === 'circa' ? WITHIN_ESTIMATE : SAME_PERIOD;
  switch (listed.precision) {
    case 'day':
      return formatCalendarDate(subject.from) === formatCalendarDate(subject.to)
        ? compareWithDay(subject.from, listed)
        : comparePeriods(subject, listed, listed, agreement);
    case 'month':
    case 'year':
      return comparePeriods(subject, listed, listed, agreement);
    case 'range':
      return comparePeriods(subject, listed.from, listed.to, agreement);
    case 'circa':
      return comparePeriods(
        subject,
        yearsFrom({ year: listed.from.year }, -ESTIMATE_YEARS),
        yearsFrom({ year: listed.to.year }, ESTIMATE_YEARS),
        agreement,
      );
  }
}

function yearsFrom({ year }: CalendarDate, years: number): CalendarDate {
  return { year: year + years };
}

function compareWithDay(subject: CalendarDate, listed: Day): number {
  const period = { from: subject, to: subject, isEstimate: false };
  return isDay(subject) ? compareDays(subject, listed) : comparePeriods(period, listed, listed, SAME_PERIOD);
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function isDay(date: CalendarDate): date is Day {
  return date.month !== undefined && date.day !== undefined;
}

function compareDays(a: Day, b: Day): number {
  const yearsApart = Math.abs(a.year - b.year);
  const sameMonth = a.month === b.month;
  const sameDay = a.day === b.day;
  if (yearsApart === 0) {
    if (sameMonth && sameDay) return SAME_DAY;
    if (a.month === b.day && a.day === b.month) return DAY_AND_MONTH_SWAPPED;
    return sameMonth || sameDay ? ALMOST : SAME_YEAR_OTHER_DAY;
  }
  if (yearsApart === 1) return sameMonth && sameDay ? NEXT_YEAR_SAME_DAY : SAME_YEAR_OTHER_DAY;
  return yearsApart === 2 ? TWO_YEARS_APART : CONTRADICTING;
}

/** Two periods agree when they overlap; otherwise the gap between them, in years, counts. */
function comparePeriods(subject: SubjectBirth, from: CalendarDate, to: CalendarDate, agreement: number): number {
  const isBefore = dayNumber(subject.to, 'last') < dayNumber(from, 'first');
  const isAfter = dayNumber(to, 'last') < dayNumber(subject.from, 'first');
  if (!isBefore && !isAfter) return agreement;
  const yearsApart = Math.max(from.year - subject.to.year, subject.from.year - to.year);
  if (yearsApart <= 1) return ALMOST;
  return yearsApart === 2 ? TWO_YEARS_APART : CONTRADICTING;
}
