import { countryCode, countryName } from '../country-names';
import { type UnusedParts } from '../not-understood';

/** The parts of what is an object in JSON, in the order in which the CSV file writes them one after the other. */
const PARTS_BY_COLUMN: ReadonlyMap<string, readonly string[]> = new Map([
  ['addresses', ['address', 'city', 'state', 'postal_code', 'country']],
  ['ids', ['country', 'expiration_date', 'issue_date', 'number', 'type']],
]);

/**
 * A value as the CSV file writes it: lists with semicolons, the parts of an object with commas between them. Undefined for
 * an object where there should be text. Parts of an object that the CSV file does not have are counted.
 */
export function textOfCslValue(column: string, value: unknown, unused: UnusedParts): string | undefined {
  if (!Array.isArray(value)) return textOfItem(column, value, unused);
  const items = value.map((item: unknown) => textOfItem(column, item, unused));
  return items.includes(undefined) ? undefined : items.filter((item) => item !== '').join('; ');
}

function textOfItem(column: string, item: unknown, unused: UnusedParts): string | undefined {
  if (typeof item !== 'object' || item === null) return textOfScalar(item);
  const names = PARTS_BY_COLUMN.get(column);
  if (names === undefined || Array.isArray(item)) return undefined;
  const parts = new Map<string, unknown>(Object.entries(item));
  for (const [name, value] of parts) {
    if (!names.includes(name) && value !== null && value !== '') unused.add(`${column}.${name}`, JSON.stringify(value));
  }
  const texts = names.map((name) => {
    const text = textOfScalar(parts.get(name));
    if (name !== 'country' || text === undefined || text === '') return text;
    const code = codeOf(text);
    // Before the number of a document anything but a code would be taken for a part of the number.
    if (column !== 'ids' || /^[A-Z]{2}$/u.test(code)) return code;
    unused.add('ids.country', text);
    return '';
  });
  return texts.includes(undefined) ? undefined : texts.filter((text) => text !== '').join(', ');
}

/** Undefined for an object and for true and false. */
function textOfScalar(value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' ? String(value) : undefined;
}

/** The CSV file has codes. */
function codeOf(country: string): string {
  return countryName(country) === undefined ? (countryCode(country) ?? country) : country;
}
