import {
  type ListedCountry,
  type ListedName,
  type SanctionsEntry,
  type SanctionsEntryType,
} from '../lists/sanctions-entry';

/** What the engine keeps of an entry: all that is compared or shown with a hit. */
export type EntryFacts = Pick<
  SanctionsEntry,
  | 'list'
  | 'entryId'
  | 'type'
  | 'names'
  | 'programs'
  | 'birthDates'
  | 'countries'
  | 'addresses'
  | 'identifications'
  | 'cryptoAddresses'
>;

const TYPES: readonly SanctionsEntryType[] = ['person', 'business', 'vessel', 'aircraft', 'unknown'];

/** Texts that many entries share are numbers here: 0 for none, otherwise their place in `SharedTexts`. */
type Packed = readonly [
  names: readonly (readonly [name: string, kind: number, strength: number])[],
  programs: readonly number[],
  birthDates: EntryFacts['birthDates'],
  countries: readonly (readonly [role: number, name: number, code: number])[],
  addresses: readonly (readonly [street: string | 0, locality: string | 0, country: number, code: number])[],
  identifications: readonly (readonly [type: number, label: number, number: string, country: number, code: number])[],
  cryptoAddresses: readonly (readonly [currency: number, address: string])[],
];

class SharedTexts<T extends string = string> {
  private readonly texts: T[] = [];
  private readonly numbers = new Map<T, number>();

  numberOf(text: T): number;
  numberOf(text: T | undefined): number;
  numberOf(text: T | undefined): number {
    if (text === undefined) return 0;
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.texts.push(text));
    return this.texts.length;
  }

  /** The text of a number over 0. */
  text(number: number): T {
    const text = this.texts[number - 1];
    if (text === undefined) throw new RangeError(`No text has the number ${number}.`);
    return text;
  }

  textIfAny(number: number): T | undefined {
    return number === 0 ? undefined : this.text(number);
  }
}

/**
 * The facts of all entries, packed into one buffer: as objects they would take several times the room, and only those
 * of the few entries that are alike are ever looked at. An entry is its index.
 */
export class PackedEntries {
  readonly count: number;
  private readonly types: Uint8Array;
  private readonly entryIds: readonly string[];
  private readonly lists: readonly string[];
  private readonly listOf: Uint16Array;
  private readonly starts: Float64Array;
  private readonly packed: Buffer;
  private readonly kinds = new SharedTexts<ListedName['kind']>();
  private readonly strengths = new SharedTexts<ListedName['strength']>();
  private readonly roles = new SharedTexts<ListedCountry['role']>();
  private readonly words = new SharedTexts();

  constructor(entries: readonly SanctionsEntry[]) {
    this.count = entries.length;
    this.types = Uint8Array.from(entries, ({ type }) => TYPES.indexOf(type));
    this.entryIds = entries.map(({ entryId }) => entryId);
    this.lists = [...new Set(entries.map(({ list }) => list))];
    const listNumbers = new Map(this.lists.map((list, number) => [list, number]));
    this.listOf = Uint16Array.from(entries, ({ list }) => listNumbers.get(list) ?? 0);
    this.starts = new Float64Array(entries.length + 1);
    let buffer = Buffer.allocUnsafeSlow(1 << 16);
    let used = 0;
    entries.forEach((entry, index) => {
      const text = JSON.stringify(this.pack(entry));
      // No character takes more than three bytes for each of its UTF-16 units.
      const most = used + 3 * text.length;
      if (most > buffer.length) {
        const grown = Buffer.allocUnsafeSlow(2 * most);
        buffer.copy(grown, 0, 0, used);
        buffer = grown;
      }
      used += buffer.write(text, used, 'utf8');
      this.starts[index + 1] = used;
    });
    this.packed = Buffer.allocUnsafeSlow(used);
    buffer.copy(this.packed, 0, 0, used);
  }

  list(entry: number): string {
    return this.lists[this.listOf[entry] ?? 0] ?? '';
  }

  entryId(entry: number): string {
    return this.entryIds[entry] ?? '';
  }

  type(entry: number): SanctionsEntryType {
    return TYPES[this.types[entry] ?? 0] ?? 'person';
  }

  facts(entry: number): EntryFacts {
    const text = this.packed.toString('utf8', this.starts[entry], this.starts[entry + 1]);
    // What `pack` wrote in this process.
    const packed = JSON.parse(text) as Packed;
    return { list: this.list(entry), entryId: this.entryId(entry), type: this.type(entry), ...this.unpack(packed) };
  }

  private pack(entry: SanctionsEntry): Packed {
    const { kinds, strengths, roles, words } = this;
    return [
      entry.names.map(({ name, kind, strength }) => [name, kinds.numberOf(kind), strengths.numberOf(strength)]),
      entry.programs.map((program) => words.numberOf(program)),
      entry.birthDates,
      entry.countries.map(({ role, name, code }) => [roles.numberOf(role), words.numberOf(name), words.numberOf(code)]),
      entry.addresses.map(({ street, locality, country, countryCode }) => [
        street ?? 0,
        locality ?? 0,
        words.numberOf(country),
        words.numberOf(countryCode),
      ]),
      entry.identifications.map(({ type, label, number, country, countryCode }) => [
        words.numberOf(type),
        words.numberOf(label),
        number,
        words.numberOf(country),
        words.numberOf(countryCode),
      ]),
      entry.cryptoAddresses.map(({ currency, address }) => [words.numberOf(currency), address]),
    ];
  }

  private unpack(packed: Packed): Omit<EntryFacts, 'list' | 'entryId' | 'type'> {
    const { kinds, strengths, roles, words } = this;
    const [names, programs, birthDates, countries, addresses, identifications, cryptoAddresses] = packed;
    return {
      names: names.map(([name, kind, strength]) => ({
        name,
        kind: kinds.text(kind),
        strength: strengths.text(strength),
      })),
      programs: programs.map((program) => words.text(program)),
      birthDates,
      countries: countries.map(([role, name, code]) => ({
        role: roles.text(role),
        name: words.text(name),
        ...present({ code: words.textIfAny(code) }),
      })),
      addresses: addresses.map(([street, locality, country, code]) =>
        present({ street, locality, country: words.textIfAny(country), countryCode: words.textIfAny(code) }),
      ),
      identifications: identifications.map(([type, label, number, country, code]) => ({
        type: words.text(type),
        label: words.text(label),
        number,
        ...present({ country: words.textIfAny(country), countryCode: words.textIfAny(code) }),
      })),
      cryptoAddresses: cryptoAddresses.map(([currency, address]) => ({ currency: words.text(currency), address })),
    };
  }
}

function present<K extends string>(fields: Readonly<Record<K, string | 0 | undefined>>): Partial<Record<K, string>> {
  const known: Partial<Record<K, string>> = {};
  for (const key in fields) {
    const value: string | 0 | undefined = fields[key];
    if (typeof value === 'string') known[key] = value;
  }
  return known;
}
