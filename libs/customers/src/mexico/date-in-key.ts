/** Six digits of a key, year first without its century. @returns `YYYY-MM-DD`, or null when there is no such day */
export function dateInKey(digits: string, century: '19' | '20'): string | null {
  const day = `${century}${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4, 6)}`;
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : null;
}

/** The same of a key that does not tell the century. */
export const isDateInKey = (digits: string): boolean =>
  dateInKey(digits, '19') !== null || dateInKey(digits, '20') !== null;

/** Whether the six digits are those of the day. */
export const saysDay = (digits: string, day: string): boolean => day.replaceAll('-', '').slice(2) === digits;
