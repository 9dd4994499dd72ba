import { type CalendarDate, checkedDate, type PartialDate } from '../partial-date';
import { type XmlElement } from '../reading/xml-element';
import { periodToDate } from './ofac-period';

/** The reference values of an advanced XML: `nameOf('Country', '11029')`. All of it refers to them by number. */
export class OfacReferences {
  private readonly values = new Map<string, XmlElement>();

  /** Reads `ReferenceValueSets`: sets of elements, each with an `ID` and its name as text. */
  read(sets: XmlElement): void {
    for (const value of sets.children().flatMap((set) => set.children())) {
      this.values.set(`${value.name} ${value.attribute('ID') ?? ''}`, value);
    }
  }

  nameOf(set: string, id: string | undefined): string | undefined {
    return this.values.get(`${set} ${id ?? ''}`)?.text();
  }

  /** The number of the set that a value belongs to, e.g. a `PartySubType`'s `PartyTypeID`. */
  parentOf(set: string, id: string | undefined, attribute: string): string | undefined {
    return this.values.get(`${set} ${id ?? ''}`)?.attribute(attribute);
  }
}

/** Reads `Year`, `Month` and `Day` elements; undefined when there is no such day. */
export function readAdvancedDate(element: XmlElement): CalendarDate | undefined {
  const [year, month, day] = ['Year', 'Month', 'Day'].map((name) => Number(element.textOf(name) ?? Number.NaN));
  if (year === undefined || Number.isNaN(year)) return undefined;
  return checkedDate(year, known(month), known(day));
}

/** Reads a `DatePeriod`: from the first day that its start may be to the last day that its end may be. */
export function readAdvancedPeriod(period: XmlElement): PartialDate | undefined {
  period.skip('CalendarTypeID', 'YearFixed', 'MonthFixed', 'DayFixed');
  const [start] = period.all('Start');
  const [end] = period.all('End');
  const boundaries = [start, end].flatMap((boundary) => boundary ?? []);
  const isApproximate = boundaries.map((boundary) => boundary.attribute('Approximate')).includes('true');
  for (const boundary of boundaries) boundary.skip('YearFixed', 'MonthFixed', 'DayFixed');
  const days = boundaries
    .flatMap((boundary) => [...boundary.all('From'), ...boundary.all('To')])
    .flatMap((day) => readAdvancedDate(day) ?? []);
  const [from] = days;
  const to = days.at(-1);
  return from && to && periodToDate(from, to, isApproximate);
}

function known(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
