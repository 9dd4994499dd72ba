import type { Agreement, KeyAgreement } from './agreement';
import { curpAgreement, curpFault } from './curp';
import type { NamedPerson } from './mexican-name';
import { companyRfcAgreement, rfcAgreement, rfcFault } from './rfc';
import { voterKeyAgreement, voterKeyFault } from './voter-key';

export const nationalIdTypes = ['curp', 'rfc', 'clave_de_elector'] as const;
export type NationalIdType = (typeof nationalIdTypes)[number];

/** A key that a state has given somebody, besides the tax number. All are of Mexico so far. */
export interface NationalId {
  readonly type: NationalIdType;
  readonly number: string;
}

/** What is shown of one. */
export interface MaskedNationalId {
  readonly type: NationalIdType;
  /** `*****RL04` */
  readonly masked: string;
}

/** Whose key it is to be. */
export type KeyOwner =
  | { readonly type: 'individual'; readonly person: NamedPerson }
  | { readonly type: 'business'; readonly incorporationDate?: string | undefined };

export const maskedNationalId = ({ type, number }: NationalId): MaskedNationalId => ({
  type,
  masked: `*****${storedNumber(number).slice(-4)}`,
});

/** In capitals, without what people put between the characters to read them. */
export const storedNumber = (number: string): string =>
  number
    .normalize('NFC')
    .toUpperCase()
    .replaceAll(/[\s_.-]/g, '');

/** What is wrong with a key, or what of its owner it disagrees with. The first of each is said; undefined: nothing. */
export function nationalIdFault({ type, number }: NationalId, owner: KeyOwner): string | undefined {
  const key = storedNumber(number);
  const fault = faultOfForm(type, key, owner);
  if (fault !== undefined) return fault;
  const { name, date } = agreementOf({ type, number }, owner);
  const day = owner.type === 'individual' ? 'birth date' : 'date of incorporation';
  if (name === 'no_match') return 'does not agree with the name: its letters are those of another';
  return date === 'no_match' ? `does not agree with the ${day}` : undefined;
}

function faultOfForm(type: NationalIdType, key: string, owner: KeyOwner): string | undefined {
  if (type === 'rfc') return rfcFault(key, owner.type);
  if (owner.type === 'business') return 'is of people; a business has an RFC';
  return type === 'curp' ? curpFault(key) : voterKeyFault(key);
}

/** How a key without a fault of form agrees with its owner. */
export function agreementOf({ type, number }: NationalId, owner: KeyOwner): KeyAgreement {
  const key = storedNumber(number);
  if (owner.type === 'business') return companyRfcAgreement(key, owner.incorporationDate);
  if (type === 'rfc') return rfcAgreement(key, owner.person);
  return type === 'curp' ? curpAgreement(key, owner.person) : voterKeyAgreement(key, owner.person);
}

/** All that the keys of somebody say together of each attribute: one that disagrees outweighs all that agree. */
export interface KeysAgreement {
  readonly name: Agreement;
  readonly date: Agreement;
  readonly checkDigit: Agreement;
  readonly ofEach: readonly (KeyAgreement & { readonly type: NationalIdType })[];
}

export function agreementOfAll(keys: readonly NationalId[], owner: KeyOwner): KeysAgreement {
  const ofEach = keys.map((key) => ({ type: key.type, ...agreementOf(key, owner) }));
  const together = (attribute: keyof KeyAgreement): Agreement => {
    const all = ofEach.map((each) => each[attribute]);
    return all.includes('no_match') ? 'no_match' : all.includes('match') ? 'match' : 'no_input';
  };
  return { name: together('name'), date: together('date'), checkDigit: together('checkDigit'), ofEach };
}
