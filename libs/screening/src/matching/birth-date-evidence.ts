import { type CalendarDate, formatPartialDate, parseIsoDate, type PartialDate } from '../lists/partial-date';
import { type Evidence } from './evidence';

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

/** The most a birth date can add to a score. */
export const HIGHEST_BIRTH_DATE_EFFECT = SAME_DAY;

/** Compares a birth date (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`) with all that the list gives; the one that fits best counts. */
export function compareBirthDate(birthDate: string | undefined, listed: readonly PartialDate[]): Evidence {
  const shown = listed.map(formatPartialDate).join(' or ');
  const base = { ...(birthDate !== undefined && { subject: birthDate }), ...(shown !== '' && { listed: shown }) };
  const subject = birthDate === undefined ? undefined : parseIsoDate(birthDate);
  if (!subject || listed.length === 0) return { outcome: 'not-compared', effect: 0, ...base };
  const effect = Math.max(...listed.map((date) => effectOf(subject, date)));
  return { outcome: effect > 0 ? 'agrees' : effect <= TWO_YEARS_APART ? 'contradicts' : 'close', effect, ...base };
}

function effectOf(subject: CalendarDate, listed: PartialDate): number {
  switch (listed.precision) {
    case 'day':
      return isDay(subject) ? compareDays(subject, listed) : comparePeriods(subject, listed, listed, SAME_PERIOD);
    case 'month':
    case 'year':
      return comparePeriods(subject, listed, listed, SAME_PERIOD);
    case 'range':
      return comparePeriods(subject, listed.from, listed.to, SAME_PERIOD);
    case 'circa':
      return comparePeriods(
        subject,
        { year: listed.from.year - ESTIMATE_YEARS },
        { year: listed.to.year + ESTIMATE_YEARS },
        WITHIN_ESTIMATE,
      );
  }
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
function comparePeriods(subject: CalendarDate, from: CalendarDate, to: CalendarDate, agreement: number): number {
  if (dayNumber(subject, 'first') <= dayNumber(to, 'last') && dayNumber(from, 'first') <= dayNumber(subject, 'last')) {
    return agreement;
  }
  const yearsApart = Math.max(from.year - subject.year, subject.year - to.year);
  if (yearsApart <= 1) return ALMOST;
  return yearsApart === 2 ? TWO_YEARS_APART : CONTRADICTING;
}

/** A number that orders days, for the first or the last day a partial date may mean. */
function dayNumber({ year, month, day }: CalendarDate, end: 'first' | 'last'): number {
  const unknown = end === 'first' ? 0 : 99;
  return year * 10_000 + (month ?? unknown) * 100 + (day ?? unknown);
}
