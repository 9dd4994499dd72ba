/** A calendar date of which the month or the day may be unknown. `month` and `day` count from 1. */
export interface CalendarDate {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
}

/** A date as a list states it. A `circa` date is an estimate, whatever it is an estimate of. */
export type PartialDate =
  | { readonly precision: 'day'; readonly year: number; readonly month: number; readonly day: number }
  | { readonly precision: 'month'; readonly year: number; readonly month: number }
  | { readonly precision: 'year'; readonly year: number }
  | { readonly precision: 'range'; readonly from: CalendarDate; readonly to: CalendarDate }
  | { readonly precision: 'circa'; readonly from: CalendarDate; readonly to: CalendarDate };

const MONTHS = 'january february march april may june july august september october november december'.split(' ');

/**
 * Reads the dates that lists write in words: `10 Dec 1948`, `Dec. 1948`, `August 1948`, `1948`, `1945 to 1948`,
 * `Jan 1945 to Mar 1946`, `circa 1948`, `circa 1945-1948`. Anything else gives undefined.
 */
export function parseListedDate(text: string): PartialDate | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('circa ')) {
    const span = parseSpan(trimmed.slice('circa '.length), /^(.+?)(?:-| to )(.+)$/u);
    return span && { precision: 'circa', ...span };
  }
  const single = parseCalendarDate(trimmed);
  if (single) return toPartialDate(single);
  const span = parseSpan(trimmed, /^(.+) to (.+)$/u);
  return span && { precision: 'range', ...span };
}

/** Reads `YYYY-MM-DD`, `YYYY-MM` or `YYYY` (ISO 8601); undefined for anything else, impossible days included. */
export function parseIsoDate(text: string): CalendarDate | undefined {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/u.exec(text.trim());
  if (!match) return undefined;
  return checkedDate(Number(match[1]), optionalNumber(match[2]), optionalNumber(match[3]));
}

/** The date as ISO 8601 text, as precise as it is known. */
export function formatCalendarDate(date: CalendarDate): string {
  const parts = [String(date.year).padStart(4, '0')];
  if (date.month !== undefined) parts.push(String(date.month).padStart(2, '0'));
  if (date.day !== undefined) parts.push(String(date.day).padStart(2, '0'));
  return parts.join('-');
}

/** The date in words for an analyst, e.g. `1948-12-10`, `1945 to 1948`, `about 1948`. */
export function formatPartialDate(date: PartialDate): string {
  if (date.precision !== 'range' && date.precision !== 'circa') return formatCalendarDate(date);
  const from = formatCalendarDate(date.from);
  const to = formatCalendarDate(date.to);
  const span = from === to ? from : `${from} to ${to}`;
  return date.precision === 'circa' ? `about ${span}` : span;
}

function parseSpan(text: string, pattern: RegExp): { from: CalendarDate; to: CalendarDate } | undefined {
  const single = parseCalendarDate(text);
  if (single) return { from: single, to: single };
  const match = pattern.exec(text);
  const from = parseCalendarDate(match?.[1] ?? '');
  const to = parseCalendarDate(match?.[2] ?? '');
  return from && to && { from, to };
}

function parseCalendarDate(text: string): CalendarDate | undefined {
  const match = /^(?:(?:(\d{1,2}) )?([A-Z][a-z]{2,8})\.? )?(\d{4})$/u.exec(text);
  if (!match) return undefined;
  const word = match[2]?.toLowerCase();
  const month = word === undefined ? undefined : MONTHS.findIndex((name) => name.startsWith(word)) + 1;
  return checkedDate(Number(match[3]), month, optionalNumber(match[1]));
}

/** Undefined when there is no such day; without a month, the day is unknown too. */
export function checkedDate(year: number, month?: number, day?: number): CalendarDate | undefined {
  if (month === undefined) return { year };
  if (month < 1 || month > 12) return undefined;
  if (day === undefined) return { year, month };
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day >= 1 && day <= daysInMonth ? { year, month, day } : undefined;
}

/** The date with the precision that its known parts give it. */
export function toPartialDate({ year, month, day }: CalendarDate): PartialDate {
  if (month === undefined) return { precision: 'year', year };
  return day === undefined ? { precision: 'month', year, month } : { precision: 'day', year, month, day };
}

function optionalNumber(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
