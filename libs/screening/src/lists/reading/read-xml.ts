import { SaxesParser, type SaxesTag } from 'saxes';
import { PublicationError } from '../publication-error';
import { checkSize, readText } from './read-text';
import { XmlElement } from './xml-element';

/** What to do with each element of a name once it is complete, by that name. */
export type XmlRecordHandlers = Readonly<Record<string, (element: XmlElement) => void>>;

/** Deeper nesting than any list has; more is an attack on memory. */
const DEEPEST_NESTING = 64;

/**
 * Reads a list in XML from beginning to end, one record at a time, and returns its outermost element with everything
 * but the records. Throws `PublicationError`, with the line, for XML that is not well formed or ends too early, and for
 * a document type declaration: no list has one, and entities declared there can grow without bound.
 */
export function readXml(file: string, content: Buffer, rootName: string, records: XmlRecordHandlers): XmlElement {
  checkSize(file, content);
  const handlers = new Map(Object.entries(records));
  const parser = new SaxesParser({ fileName: file, position: true });
  const fail = (sentence: string, cause?: unknown): never => {
    throw new PublicationError({ file, line: parser.line }, sentence, { cause });
  };
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;

  parser.on('error', (error) => fail('the XML is not well formed.', error));
  parser.on('doctype', () => fail('the XML has a document type declaration, which no list has.'));
  parser.on('opentag', (tag) => {
    const element = toElement(tag, parser.line);
    if (open.length === 0) root = element;
    if (open.length === 0 && element.name !== rootName)
      fail(`the document is a "${element.name}", not a "${rootName}".`);
    if (open.length > DEEPEST_NESTING) fail('the elements are nested deeper than in any list.');
    open.push(element);
  });
  parser.on('text', (text) => open.at(-1)?.addText(text));
  parser.on('cdata', (text) => open.at(-1)?.addText(text));
  parser.on('closetag', () => {
    const element = open.pop();
    const handle = element && handlers.get(element.name);
    if (element && handle) handle(element);
    else if (element) open.at(-1)?.addElement(element);
  });

  for (const text of readText(file, content, declaredEncoding(content))) parser.write(text);
  parser.close();
  return root ?? fail('the XML holds no element.');
}

/** The encoding that the XML declaration names, when there is one. */
function declaredEncoding(content: Buffer): string | undefined {
  const declaration = content.subarray(0, 200).toString('latin1');
  return /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']+)["']/u.exec(declaration)?.[1];
}

function toElement({ name, attributes }: SaxesTag, line: number): XmlElement {
  const element = new XmlElement(withoutPrefix(name), line);
  for (const attribute in attributes) {
    const value = attributes[attribute];
    if (typeof value !== 'string') continue;
    // Namespaces and schema locations are about the document, not about anybody in it.
    if (/^(?:xmlns(?::|$)|xsi:)/u.test(attribute)) continue;
    element.addAttribute(withoutPrefix(attribute), value);
  }
  return element;
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
