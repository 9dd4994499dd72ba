import { countryCode } from './country-names';
import { PublicationError } from './publication-error';
import { type OfacRow } from './ofac-rows';
import { type OfacRemarks, parseOfacRemarks } from './ofac-remarks';
import {
  type ListedAddress,
  type ListedAircraft,
  type ListedCountry,
  type ListedIdentification,
  type ListedName,
  type ListedVessel,
  type SanctionsEntry,
  type SanctionsEntryType,
} from './sanctions-entry';

/** `-0-`, which is nothing, stands for every organization. */
const TYPES: ReadonlyMap<string | undefined, SanctionsEntryType> = new Map([
  ['individual', 'person'],
  [undefined, 'business'],
  ['vessel', 'vessel'],
  ['aircraft', 'aircraft'],
]);

type Field = string | undefined;

/** Gathers what four files say about one entry. */
export class OfacEntryBuilder {
  private readonly aliases: ListedName[] = [];
  private readonly addresses: ListedAddress[] = [];

  private constructor(
    private readonly list: string,
    private readonly type: SanctionsEntryType,
    private readonly primaryName: string,
    private readonly fields: readonly Field[],
    private remarks: string,
  ) {}

  /** Throws `PublicationError` when the row names no one or is of a type OFAC has never used. */
  static fromRow(list: string, file: string, { line, fields }: OfacRow): OfacEntryBuilder {
    const trimmed = fields.map((field) => field?.trim());
    const [, name, sdnType] = trimmed;
    const type = TYPES.get(sdnType);
    if (type === undefined) throw new PublicationError({ file, line }, `"${sdnType ?? ''}" is not a known SDN type.`);
    if (name === undefined) throw new PublicationError({ file, line }, 'the entry has no name.');
    return new OfacEntryBuilder(list, type, name, trimmed, fields[11] ?? '');
  }

  addAlias(alias: ListedName): void {
    this.aliases.push(alias);
  }

  /** Every entry has at least one address row; one that says nothing at all is not an address. */
  addAddress(street: Field, locality: Field, country: Field): void {
    if (street === undefined && locality === undefined && country === undefined) return;
    const name = country?.trim();
    const code = name === undefined ? undefined : countryCode(name);
    this.addresses.push({
      ...(street !== undefined && { street: street.trim() }),
      ...(locality !== undefined && { locality: locality.trim() }),
      ...(name !== undefined && { country: name }),
      ...(code !== undefined && { countryCode: code }),
    });
  }

  /** OFAC cuts a remark at 1,000 characters, in the middle of a word; the rest follows without a separator. */
  continueRemarks(rest: string): void {
    this.remarks += rest;
  }

  build(onNotUnderstood: (item: string) => void): SanctionsEntry {
    const said = parseOfacRemarks(this.remarks);
    const [, , , programs, title] = this.fields;
    // Many titles stand a second time in the remarks, whole.
    said.notUnderstood.filter((item) => item !== title).forEach(onNotUnderstood);
    const vessel = this.vessel(said);
    return {
      list: this.list,
      entryId: this.fields[0] ?? '',
      type: this.type,
      names: [{ name: this.primaryName, kind: 'primary', strength: 'strong' }, ...this.aliases, ...said.names],
      programs: readPrograms(programs),
      birthDates: said.birthDates,
      birthPlaces: said.birthPlaces,
      ...(said.genders[0] !== undefined && { gender: said.genders[0] }),
      countries: this.countries(said, vessel),
      addresses: this.addresses,
      identifications: [...this.callSign(), ...said.identifications],
      cryptoAddresses: said.cryptoAddresses,
      linkedTo: said.linkedTo,
      ...(vessel && { vessel }),
      ...(this.type === 'aircraft' && { aircraft: toAircraft(said) }),
      ...(title !== undefined && { title }),
      ...(this.remarks !== '' && { remarks: this.remarks }),
    };
  }

  private vessel(said: OfacRemarks): ListedVessel | undefined {
    if (this.type !== 'vessel') return undefined;
    const [, , , , , callSign, vesselType, tonnage, grossRegisteredTonnage, flag, owner] = this.fields;
    return {
      ...(callSign !== undefined && { callSign }),
      ...(vesselType !== undefined && { vesselType }),
      ...(tonnage !== undefined && { tonnage }),
      ...(grossRegisteredTonnage !== undefined && { grossRegisteredTonnage }),
      ...(flag !== undefined && { flag }),
      formerFlags: said.formerFlags,
      ...(owner !== undefined && { owner }),
    };
  }

  private countries(said: OfacRemarks, vessel: ListedVessel | undefined): ListedCountry[] {
    const fromAddresses = this.addresses.flatMap(({ country, countryCode: code }) =>
      country === undefined ? [] : [toCountry('address', country, code)],
    );
    const flags = [vessel?.flag, ...said.formerFlags].filter((flag) => flag !== undefined);
    return [...said.countries, ...fromAddresses, ...flags.map((flag) => toCountry('flag', flag, countryCode(flag)))];
  }

  private callSign(): ListedIdentification[] {
    const number = this.fields[5];
    return number === undefined ? [] : [{ type: 'call-sign', label: 'Call Sign', number }];
  }
}

/** `SDGT] [IFSR] [NPWMD` inside one field: the outer brackets are missing. */
function readPrograms(field: Field): string[] {
  return (field ?? '')
    .split('] [')
    .map((program) => program.trim())
    .filter((program) => program !== '');
}

function toAircraft(said: OfacRemarks): ListedAircraft {
  return {
    models: said.aircraftModels,
    operators: said.aircraftOperators,
    manufactureDates: said.aircraftManufactureDates,
  };
}

function toCountry(role: ListedCountry['role'], name: string, code: string | undefined): ListedCountry {
  return { role, name, ...(code !== undefined && { code }) };
}
