import { PublicationError } from '../publication-error';

/** No list is a quarter of this (OFAC's advanced XML, the largest, has 130 MB); a larger file is not a list. */
export const LARGEST_FILE_BYTES = 512 * 1024 * 1024;

const BYTE_ORDER_MARKS: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Throws `PublicationError` for a file without content and for one that is too large to be a list. */
export function checkSize(file: string, content: Buffer): void {
  if (content.length === 0) throw new PublicationError({ file }, 'the file is empty (0 bytes).');
  if (content.length > LARGEST_FILE_BYTES) {
    throw new PublicationError({ file }, `the file has ${content.length} bytes; no list is that large.`);
  }
}

/**
 * The bytes as text, in pieces so that a large file never becomes one string. A byte order mark decides the encoding,
 * then `declared` (an IANA name), then UTF-8. Throws `PublicationError` for bytes that do not exist in that encoding.
 */
export function* readText(file: string, content: Buffer, declared?: string): Generator<string> {
  const decoder = createDecoder(file, byteOrderMark(content) ?? declared ?? 'utf-8');
  const pieceBytes = 256 * 1024;
  for (let start = 0; start < content.length; start += pieceBytes) {
    yield decode(file, () =>
      decoder.decode(content.subarray(start, start + pieceBytes), { stream: start + pieceBytes < content.length }),
    );
  }
}

/** The beginning of a file for telling what it is: at most 2,000 bytes, whatever they are in. */
export function beginningOf(content: Buffer): string {
  const mark = byteOrderMark(content);
  return new TextDecoder(mark ?? 'utf-8').decode(content.subarray(0, 2_000));
}

function byteOrderMark(content: Buffer): string | undefined {
  return BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, index) => content[index] === byte))?.[0];
}

function createDecoder(file: string, encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (error) {
    throw new PublicationError({ file }, `"${encoding.slice(0, 40)}" is no encoding that can be read.`, {
      cause: error,
    });
  }
}

function decode(file: string, read: () => string): string {
  try {
    return read();
  } catch (error) {
    throw new PublicationError({ file }, 'the file holds bytes that are not text in its encoding.', { cause: error });
  }
}
