import { type ListFiles, type ListSource } from '../lists/list-source';
import { readListFiles } from '../lists/list-files';
import { LIST_SOURCES } from '../lists/list-sources';
import { PublicationError } from '../lists/publication-error';
import { filesOfList } from '../lists/read-list-directory';

/** The files of one list, and the directory that they are in. */
export interface FilesInDirectory {
  readonly directory: string;
  readonly files: ListFiles;
}

/**
 * Finds the list in one of the directories.
 * @throws PublicationError when none has it, when two have, and when a directory cannot be read
 */
export function findInDirectories(source: ListSource, directories: readonly string[]): FilesInDirectory {
  const found = directories
    .map((directory) => ({ directory, files: filesOfList(source, readListFiles(directory)) }))
    .filter(({ files }) => files.size > 0);
  const [first, second] = found;
  if (first === undefined) {
    throw new PublicationError(
      { file: directories.join(', ') },
      `the list ${source.id} is not there. Add its files, or take it out of SCREENING_LISTS.`,
    );
  }
  if (second !== undefined) {
    throw new PublicationError(
      { file: second.directory },
      `${source.id} is in ${first.directory} as well; which of the two counts?`,
    );
  }
  return first;
}

/** Every list that one of the directories holds, told by its files and not read yet. */
export function listsInDirectories(directories: readonly string[]): readonly ListSource[] {
  const found = directories.map((directory) => readListFiles(directory));
  return LIST_SOURCES.filter((source) => found.some((files) => filesOfList(source, files).size > 0));
}
