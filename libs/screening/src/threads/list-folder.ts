import { type ListFiles } from '../lists/list-source';

/** The list files of a directory in memory that all threads share: each builds its engine from the very same bytes. */
export interface ListFolder {
  /** Where they are from, for messages. */
  readonly place: string;
  readonly files: readonly SharedFile[];
}

interface SharedFile {
  /** In lower case. */
  readonly name: string;
  readonly bytes: SharedArrayBuffer;
}

/** Copies the files into shared memory. */
export function shareListFiles(place: string, files: ListFiles): ListFolder {
  return { place, files: [...files].map(([name, content]) => ({ name, bytes: shareBytes(content) })) };
}

/** The files as parsers take them; nothing is copied. */
export function listFilesOf({ files }: ListFolder): ListFiles {
  return new Map(files.map(({ name, bytes }) => [name, Buffer.from(bytes)]));
}

function shareBytes(content: Buffer): SharedArrayBuffer {
  const bytes = new SharedArrayBuffer(content.length);
  new Uint8Array(bytes).set(content);
  return bytes;
}
