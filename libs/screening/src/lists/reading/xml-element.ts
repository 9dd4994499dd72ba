import { type UnusedParts } from '../not-understood';

/** Never added to: they stand for the lack of any. */
const NO_ATTRIBUTES = new Map<string, string>();
const NO_ELEMENTS: XmlElement[] = [];

/**
 * An element of a list in XML that knows which of its parts were read, so that the rest can be counted. Names are
 * without their namespace prefix; texts are trimmed, and an empty one is undefined.
 */
export class XmlElement {
  // A list has millions of elements, and most have no attributes and no children.
  private attributes: Map<string, string> = NO_ATTRIBUTES;
  private elements: XmlElement[] = NO_ELEMENTS;
  private readAttributes: Set<string> | undefined;
  private ownText = '';
  private isTextRead = false;

  constructor(
    readonly name: string,
    readonly line: number,
  ) {}

  addAttribute(name: string, value: string): void {
    if (this.attributes === NO_ATTRIBUTES) this.attributes = new Map();
    this.attributes.set(name, value);
  }

  addText(text: string): void {
    this.ownText += text;
  }

  addElement(element: XmlElement): void {
    if (this.elements === NO_ELEMENTS) this.elements = [];
    this.elements.push(element);
  }

  attribute(name: string): string | undefined {
    this.markRead(name);
    return present(this.attributes.get(name));
  }

  text(): string | undefined {
    this.isTextRead = true;
    return present(this.ownText);
  }

  /** The child elements of that name, in their order. */
  all(name: string): XmlElement[] {
    return this.elements.filter((element) => element.name === name);
  }

  /** Every child element. */
  children(): readonly XmlElement[] {
    return this.elements;
  }

  /** The elements at the end of a path, e.g. `within('akaList', 'aka')`. */
  within(...path: readonly string[]): XmlElement[] {
    let found: XmlElement[] = [this];
    for (const name of path) found = found.flatMap((element) => element.all(name));
    return found;
  }

  /** The text of the first child of that name; a second one stays unread. */
  textOf(name: string): string | undefined {
    return this.elements.find((candidate) => candidate.name === name)?.text();
  }

  /** The texts at the end of a path. */
  textsWithin(...path: readonly string[]): string[] {
    return this.within(...path).flatMap((element) => element.text() ?? []);
  }

  /** Marks attributes and child elements, whole, as read: they say nothing that belongs in an entry. */
  skip(...names: readonly string[]): void {
    for (const name of names) {
      this.markRead(name);
      for (const element of this.all(name)) element.skipAll();
    }
  }

  /** Marks an attribute as read here and in all elements below. */
  skipAttribute(name: string): void {
    this.markRead(name);
    for (const element of this.elements) element.skipAttribute(name);
  }

  skipAll(): void {
    this.isTextRead = true;
    for (const name of this.attributes.keys()) this.markRead(name);
    for (const element of this.elements) element.skipAll();
  }

  private markRead(attribute: string): void {
    if (!this.attributes.has(attribute)) return;
    this.readAttributes ??= new Set();
    this.readAttributes.add(attribute);
  }

  /** Adds every part that says something and was not read: `Address/poBox`, `Name@function`. */
  countUnread(unused: UnusedParts, path = this.name): void {
    if (!this.isTextRead && present(this.ownText) !== undefined) unused.add(path, this.ownText.trim());
    for (const [name, value] of this.attributes) {
      if (this.readAttributes?.has(name) !== true && present(value) !== undefined) unused.add(`${path}@${name}`, value);
    }
    for (const element of this.elements) {
      // Beneath the entry's own element, the nearest two names say where a thing stood.
      element.countUnread(unused, `${path.slice(path.lastIndexOf('/') + 1)}/${element.name}`);
    }
  }
}

function present(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}
