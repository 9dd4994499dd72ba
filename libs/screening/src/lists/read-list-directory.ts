import { readListFiles } from './list-files';
import { type ListFiles, type ListSource, type ParsedList } from './list-source';
import { LIST_SOURCES } from './list-sources';
import { PublicationError } from './publication-error';
import { checkSize } from './reading/read-text';

/** One list as found in a directory. */
export interface ListPublication extends ParsedList {
  readonly source: ListSource;
  /** The form it was read from, e.g. `ofac-delimited`. */
  readonly format: string;
  /** The names of the files that it was read from, in lower case. */
  readonly files: readonly string[];
}

export interface ListDirectory {
  /** In the order of `LIST_SOURCES`, one for each list that the files hold. */
  readonly publications: readonly ListPublication[];
  /** Files that no publication was read from: unknown ones, and a list that is there in a more complete form too. */
  readonly unusedFiles: readonly string[];
}

/**
 * Reads every list in a directory, whatever publisher and form it is in.
 * Throws `PublicationError` when a list is broken or a file is empty, and when there is no list at all: who asked to
 * screen against a directory must not be told "clear" for want of a list.
 */
export function readListDirectory(directory: string): ListDirectory {
  return readLists(readListFiles(directory), directory);
}

/** Of these files those of the list, in its most complete form; none when they do not hold it. */
export function filesOfList(source: ListSource, files: ListFiles): ListFiles {
  const names =
    source.formats.map((format) => format.recognize(files)).find((recognized) => recognized.length > 0) ?? [];
  return new Map(names.flatMap((name) => [[name, files.get(name) ?? Buffer.alloc(0)] as const]));
}

/** The same for files that are already in memory. `place` says where they are, for the message. */
export function readLists(files: ListFiles, place: string): ListDirectory {
  for (const [file, content] of files) checkSize(file, content);
  const publications = LIST_SOURCES.flatMap((source) => readList(source, files) ?? []);
  if (publications.length === 0) {
    throw new PublicationError({ file: place }, 'none of the files is a sanctions list that Bonafide can read.');
  }
  const used = new Set(publications.flatMap((publication) => publication.files));
  return { publications, unusedFiles: [...files.keys()].filter((file) => !used.has(file)) };
}

/** The list of one source; undefined when the files do not hold it. Throws `PublicationError` when it is broken. */
export function readList(source: ListSource, files: ListFiles): ListPublication | undefined {
  for (const format of source.formats) {
    const recognized = format.recognize(files);
    if (recognized.length > 0) return { ...format.parse(files), source, format: format.id, files: recognized };
  }
  return undefined;
}
