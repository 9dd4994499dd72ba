import { RowError } from './row-error';
import { type RowFields } from './row-fields';
import { columnTitled, type SubjectColumn } from './subject-columns';

/** The fields of a line that is a JSON object, or why it has none. */
export function readNdjsonRecord(record: string): RowFields | RowError {
  const value = parseJson(record);
  if (value instanceof RowError) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new RowError('not-an-object', 'The line is JSON, but not an object such as {"id":"1","name":"…"}.');
  }
  const fields: Partial<Record<SubjectColumn, string[]>> = {};
  for (const [key, given] of Object.entries(value)) {
    const column = columnTitled(key);
    if (column === null) continue;
    const texts = textsOf(given);
    if (texts === null) {
      return new RowError(
        'invalid-field',
        `"${key}" must be text, or a list of texts. A number of more than 15 digits needs quotation marks.`,
      );
    }
    if (texts.length > 0) (fields[column] ??= []).push(...texts);
  }
  return fields;
}

function parseJson(record: string): unknown {
  try {
    return JSON.parse(record) as unknown;
  } catch (error) {
    return new RowError('invalid-json', 'The line is not JSON.', { cause: error });
  }
}

/** Null for what is neither text nor a list of texts, which may hold no further lists. */
function textsOf(value: unknown): string[] | null {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts: string[] = [];
  for (const each of values) {
    const text = textOf(each);
    if (text === null) return null;
    if (text !== '') texts.push(text);
  }
  return texts;
}

/** Null for what is no text. A number must be one that JSON carries exactly. */
function textOf(value: unknown): string | null {
  if (value === null) return '';
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' ? text.trim() : null;
}
