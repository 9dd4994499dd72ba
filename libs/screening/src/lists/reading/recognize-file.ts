import { type ListFiles, type ListFormat, type ParsedList } from '../list-source';
import { PublicationError } from '../publication-error';
import { beginningOf } from './read-text';

/** The names of the XML files whose outermost element is called `root` (in the namespace, when one is given). */
export function xmlFilesWithRoot(files: ListFiles, root: string, namespace = ''): string[] {
  const found = [...files].filter(([name, content]) => {
    if (!name.endsWith('.xml')) return false;
    const tag = new RegExp(`<(?:[\\w.-]+:)?${root}(?=[\\s>/])[^>]*`, 'u').exec(beginningOf(content));
    return tag?.[0].includes(namespace) ?? false;
  });
  return found.map(([name]) => name);
}

/** The names of the CSV files whose first lines hold all these columns. */
export function csvFilesWithColumns(files: ListFiles, columns: readonly string[]): string[] {
  const found = [...files].filter(([name, content]) => {
    if (!name.endsWith('.csv')) return false;
    const fields = new Set(beginningOf(content).split(/[,;"\r\n]+/u));
    return columns.every((column) => fields.has(column));
  });
  return found.map(([name]) => name);
}

/**
 * A form in which the whole list is one file. Several files that are recognized are refused with a `PublicationError`:
 * which one would count?
 */
export function oneFileFormat(
  id: string,
  recognize: ListFormat['recognize'],
  parse: (file: string, content: Buffer) => ParsedList,
): ListFormat {
  return {
    id,
    recognize,
    parse: (files) => {
      const [file = '', another] = recognize(files);
      const content = files.get(file);
      if (another !== undefined) throw new PublicationError({ file: another }, `the same list is in ${file} as well.`);
      if (content === undefined) throw new PublicationError({ file }, 'the file is missing.');
      return parse(file, content);
    },
  };
}
