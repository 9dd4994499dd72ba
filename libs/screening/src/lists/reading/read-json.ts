import { PublicationError } from '../publication-error';
import { checkSize, readText } from './read-text';

/** Reads a list that is one JSON object. Throws `PublicationError` for a file that is cut off and for anything else. */
export function readJson(file: string, content: Buffer): Readonly<Record<string, unknown>> {
  checkSize(file, content);
  const value = parseJson(file, [...readText(file, content)].join(''));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new PublicationError({ file }, 'the JSON is no object.');
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new PublicationError({ file }, 'the JSON is cut off or not well formed.', { cause: error });
  }
}
