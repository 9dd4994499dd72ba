import { type CalendarDate, type PartialDate, toPartialDate } from '../partial-date';

/**
 * The date that OFAC's XML forms write as a period between two days: a whole year or month is known that precisely, one
 * day is a day, anything else is a range, of years where both ends are ends of years. `from` and `to` have a day.
 */
export function periodToDate(from: CalendarDate, to: CalendarDate, isApproximate: boolean): PartialDate {
  const ends = shorten(from, to);
  if (isApproximate) return { precision: 'circa', ...ends };
  const isOne = (['year', 'month', 'day'] as const).every((part) => ends.from[part] === ends.to[part]);
  return isOne ? toPartialDate(ends.from) : { precision: 'range', ...ends };
}

function shorten(from: CalendarDate, to: CalendarDate): { from: CalendarDate; to: CalendarDate } {
  if (isStartOfMonth(from) && isEndOfMonth(to)) {
    if (from.month === 1 && to.month === 12) return { from: { year: from.year }, to: { year: to.year } };
    if (from.month !== undefined && to.month !== undefined) {
      return { from: { year: from.year, month: from.month }, to: { year: to.year, month: to.month } };
    }
  }
  return { from, to };
}

function isStartOfMonth({ day }: CalendarDate): boolean {
  return day === 1;
}

function isEndOfMonth({ year, month, day }: CalendarDate): boolean {
  return month !== undefined && day === new Date(Date.UTC(year, month, 0)).getUTCDate();
}
