import { EntryCollection } from '../entry-collection';
import { readXml } from '../reading/read-xml';
import { type XmlElement } from '../reading/xml-element';
import { oneFileFormat, xmlFilesWithRoot } from '../reading/recognize-file';
import { readUnEntry } from './un-entry';

const ROOT = 'CONSOLIDATED_LIST';

/** The Security Council's consolidated list as XML, by its `sc-sanctions.xsd`. */
export const UN_CONSOLIDATED_XML = oneFileFormat(
  'un-consolidated-xml',
  (files) => xmlFilesWithRoot(files, ROOT),
  (file, content) => {
    const collection = new EntryCollection(file);
    const read = (type: 'person' | 'business') => (element: XmlElement) =>
      collection.add(readUnEntry(file, type, element, collection.unused), element.line);
    const root = readXml(file, content, ROOT, { INDIVIDUAL: read('person'), ENTITY: read('business') });
    const publishedAt = root.attribute('dateGenerated');
    root.countUnread(collection.unused);
    return collection.toList(publishedAt);
  },
);
