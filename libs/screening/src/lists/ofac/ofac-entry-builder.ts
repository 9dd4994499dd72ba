import { toAddress } from '../listed-address';
import { PublicationError } from '../publication-error';
import { type ListedAddress, type ListedName, type SanctionsEntry, type SanctionsEntryType } from '../sanctions-entry';
import { toOfacEntry } from './ofac-entry';
import { parseOfacRemarks } from './ofac-remarks';
import { type OfacRow } from './ofac-rows';

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
    const address = toAddress({ street, locality, country });
    if (address) this.addresses.push(address);
  }

  /** OFAC cuts a remark at 1,000 characters, in the middle of a word; the rest follows without a separator. */
  continueRemarks(rest: string): void {
    this.remarks += rest;
  }

  build(onNotUnderstood: (item: string) => void): SanctionsEntry {
    const { notUnderstood, ...facts } = parseOfacRemarks(this.remarks);
    const [entryId = '', , , programs, title, callSign, vesselType, tonnage, grossRegisteredTonnage, flag, owner] =
      this.fields;
    // Many titles stand a second time in the remarks, whole.
    notUnderstood.filter((item) => item !== title).forEach(onNotUnderstood);
    return toOfacEntry({
      list: this.list,
      entryId,
      type: this.type,
      names: [{ name: this.primaryName, kind: 'primary', strength: 'strong' }, ...this.aliases],
      programs: readPrograms(programs),
      facts,
      addresses: this.addresses,
      vessel: { callSign, vesselType, tonnage, grossRegisteredTonnage, flag, owner },
      title,
      remarks: this.remarks === '' ? undefined : this.remarks,
    });
  }
}

/** `SDGT] [IFSR] [NPWMD` inside one field: the outer brackets are missing. */
function readPrograms(field: Field): string[] {
  return (field ?? '')
    .split('] [')
    .map((program) => program.trim())
    .filter((program) => program !== '');
}
