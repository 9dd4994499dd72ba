import { countryName } from '../country-names';
import { toAddress } from '../listed-address';
import { toListedCountry } from '../listed-country';
import { type UnusedParts } from '../not-understood';
import { toOfacEntry } from '../ofac/ofac-entry';
import { factLabel, noOfacFacts, type OfacFacts, readOfacFact } from '../ofac/ofac-facts';
import { parseIsoDate, parseListedDate, toPartialDate } from '../partial-date';
import { PublicationError, type PublicationPlace } from '../publication-error';
import { type TableRow } from '../reading/read-table';
import { type ListedAddress, type ListedName, type SanctionsEntry, type SanctionsEntryType } from '../sanctions-entry';
import { readCslId } from './us-csl-id';

export const US_CSL_LIST = 'us-csl';

/** Commerce and State do not say what an entry is. */
const TYPES: ReadonlyMap<string | undefined, SanctionsEntryType> = new Map([
  ['Individual', 'person'],
  ['Entity', 'business'],
  ['Vessel', 'vessel'],
  ['Aircraft', 'aircraft'],
  [undefined, 'unknown'],
]);

/** Reads one row; throws `PublicationError` for one without a name, a number or a known type. */
export function readCslRow(place: PublicationPlace, row: TableRow, unused: UnusedParts): SanctionsEntry {
  const entryId = row.get('entity_number') ?? row.get('_id');
  const names = readNames(row);
  const typeName = row.get('type');
  const type = TYPES.get(typeName);
  if (entryId === undefined || names.length === 0)
    throw new PublicationError(place, 'the row has no number or no name.');
  if (type === undefined) throw new PublicationError(place, `"${typeName ?? ''}" is not a known type.`);
  const [originalList, remarks, notice] = ['source', 'remarks', 'federal_register_notice'].map((name) => row.get(name));
  return toOfacEntry({
    list: US_CSL_LIST,
    entryId,
    type,
    names,
    programs: parts(row, 'programs'),
    facts: readFacts(row, unused),
    addresses: parts(row, 'addresses').flatMap((text) => readAddress(text) ?? []),
    vessel: {
      callSign: row.get('call_sign'),
      vesselType: row.get('vessel_type'),
      tonnage: row.get('gross_tonnage'),
      grossRegisteredTonnage: row.get('gross_registered_tonnage'),
      flag: row.get('vessel_flag'),
      owner: row.get('vessel_owner'),
    },
    title: row.get('title'),
    remarks:
      [remarks, notice && `Federal Register: ${notice}`].filter((text) => text !== undefined).join('\n') || undefined,
    listedOn: row.get('start_date'),
    endsOn: row.get('end_date'),
    originalList,
  });
}

/** Aliases stand in a column of their own, and in the name's brackets: `Sand Works (a.k.a. Dune; Wadi)`. */
function readNames(row: TableRow): ListedName[] {
  const whole = row.get('name')?.replace(/\s+/gu, ' ');
  if (whole === undefined) return [];
  const [, name = whole, inBrackets = ''] = /^(.+?) ?\(a\.k\.a\.?,? ([^()]+)\)$/u.exec(whole) ?? [];
  const aliases = [...inBrackets.split('; ').filter((alias) => alias !== ''), ...parts(row, 'alt_names')];
  return [
    { name, kind: 'primary', strength: 'strong' },
    ...aliases.map((alias): ListedName => ({ name: alias, kind: 'aka', strength: 'strong' })),
  ];
}

function readFacts(row: TableRow, unused: UnusedParts): OfacFacts {
  const facts = noOfacFacts();
  for (const text of parts(row, 'dates_of_birth')) {
    const date = parseIsoDate(text);
    const birthDate = date ? toPartialDate(date) : parseListedDate(text);
    if (birthDate) facts.birthDates.push(birthDate);
    else unused.add('dates_of_birth', text);
  }
  for (const place of parts(row, 'places_of_birth')) readOfacFact(`POB ${place}`, facts);
  for (const code of parts(row, 'nationalities')) facts.countries.push(toCountryOfCode('nationality', code));
  for (const code of parts(row, 'citizenships')) facts.countries.push(toCountryOfCode('citizenship', code));
  for (const id of parts(row, 'ids'))
    if (!readCslId(id, facts)) unused.add(`ids: ${id.slice(id.lastIndexOf(', ') + 2)}`, id);
  readRemarks(row, facts, unused);
  return facts;
}

/** Treasury's remarks are OFAC's; those of Commerce and State say when a notice was changed, not who somebody is. */
function readRemarks(row: TableRow, facts: OfacFacts, unused: UnusedParts): void {
  const isTreasury = row.get('entity_number') !== undefined;
  for (const remark of parts(row, 'remarks', /;\s*/u)) {
    const item = withoutWrapping(remark);
    if (isTreasury && !readOfacFact(item, facts)) unused.add(factLabel(item), item);
  }
}

/** `(Linked To: A; Linked To: B (C))` is wrapped as a whole; of its parts, one has the bracket and another its end. */
function withoutWrapping(remark: string): string {
  const item = remark.replace(/\.$/u, '').replace(/^\((?=Linked To)/u, '');
  const opened = item.split('(').length;
  return item.endsWith(')') && item.split(')').length > opened ? item.slice(0, -1) : item;
}

/** The country is the code at the end, where there is one: `Tallmere, GE`, or `SY` alone. */
function readAddress(text: string): ListedAddress | undefined {
  const code = /(?:^|, )([A-Z]{2})$/u.exec(text)?.[1];
  const country = code === undefined ? undefined : countryName(code);
  if (code === undefined || country === undefined)
    return toAddress({ street: text, locality: undefined, country: undefined });
  const rest = text.slice(0, -code.length).replace(/,\s*$/u, '');
  const comma = rest.lastIndexOf(', ');
  const [street, locality] = comma < 0 ? [undefined, rest] : [rest.slice(0, comma), rest.slice(comma + 2)];
  const address = toAddress({ street, locality, country });
  return address && { ...address, countryCode: code };
}

function toCountryOfCode(role: 'nationality' | 'citizenship', code: string) {
  return toListedCountry(role, countryName(code) ?? code);
}

/** Lists stand in one column, separated by semicolons; people have written "and" before the last part. */
function parts(row: TableRow, column: string, separator = /;\s+/u): string[] {
  return (row.get(column) ?? '')
    .split(separator)
    .map((part) => part.replace(/\s+/gu, ' ').replace(/^and /u, '').trim())
    .filter((part) => part !== '');
}
