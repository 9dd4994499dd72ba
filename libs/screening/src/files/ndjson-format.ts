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
        `"${key}" must be text. A number of more than 15 digits needs quotation marks.`,
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

/** Null for what is neither text nor a list of texts. A number must be one that JSON carries exactly. */
function textsOf(value: unknown): string[] | null {
  if (value === null) return [];
  if (Array.isArray(value)) {
    const texts = value.map(textsOf);
    return texts.includes(null) ? null : texts.flatMap((text) => text ?? []);
  }
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string') return null;
  return text.trim() === '' ? [] : [text.trim()];
}
