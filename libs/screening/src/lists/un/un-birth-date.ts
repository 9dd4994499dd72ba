import { type UnusedParts } from '../not-understood';
import { type CalendarDate, parseIsoDate, parseListedDate, type PartialDate, toPartialDate } from '../partial-date';
import { type XmlElement } from '../reading/xml-element';

/**
 * Reads `INDIVIDUAL_DATE_OF_BIRTH`: EXACT, APPROXIMATELY or BETWEEN two years; the month of a year may stand in the
 * note. What cannot be read (a Hijri date, an age) is counted and gives undefined, an empty element only undefined.
 */
export function readUnBirthDate(element: XmlElement, unused: UnusedParts): PartialDate | undefined {
  const type = element.textOf('TYPE_OF_DATE');
  const note = element.textOf('NOTE');
  const date = parseIsoDate(element.textOf('DATE') ?? element.textOf('YEAR') ?? '');
  const from = parseIsoDate(element.textOf('FROM_YEAR') ?? '');
  const to = parseIsoDate(element.textOf('TO_YEAR') ?? '');
  const isAbout = type === 'APPROXIMATELY' || /^approx/iu.test(note ?? '');
  if (from && to) return { precision: isAbout ? 'circa' : 'range', from, to };
  if (date && isAbout) return { precision: 'circa', from: date, to: date };
  if (date) return withNote(date, note, unused);
  const written = note === undefined ? undefined : parseListedDate(note);
  if (note !== undefined && !written) unused.add('DATE_OF_BIRTH/NOTE', note);
  return written;
}

/** An alias may have a birth date of its own: that of a false passport, for example. */
export function readUnBirthDateOfAlias(element: XmlElement, unused: UnusedParts): PartialDate | undefined {
  const text = element.textOf('DATE_OF_BIRTH');
  if (text === undefined) return undefined;
  const date = parseIsoDate(text);
  const written = date ? toPartialDate(date) : parseListedDate(text);
  if (!written) unused.add('ALIAS/DATE_OF_BIRTH', text);
  return written;
}

function withNote(date: CalendarDate, note: string | undefined, unused: UnusedParts): PartialDate {
  if (note === undefined) return toPartialDate(date);
  const withMonth = date.month === undefined ? parseListedDate(`${note} ${date.year}`) : undefined;
  if (!withMonth) unused.add('DATE_OF_BIRTH/NOTE', note);
  return withMonth ?? toPartialDate(date);
}
