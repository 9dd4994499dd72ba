import { countryName } from '../country-names';
import { joinParts, toAddress } from '../listed-address';
import { documentType } from '../document-type';
import { isInOtherScript, oneLine } from '../listed-name';
import { type UnusedParts } from '../not-understood';
import { onlyKnown } from '../only-known';
import { checkedDate, parseIsoDate, type PartialDate, toPartialDate } from '../partial-date';
import { type ListedAddress, type ListedCountry, type ListedIdentification, type ListedName } from '../sanctions-entry';

/**
 * One detail of an entity, its fields by the names of the XML's attributes. The table has the same fields in columns,
 * so one set of readers serves both.
 */
export type EuFields = (field: string) => string | undefined;

const LOW_QUALITY = /low quality|weak/iu;

/** Undefined for a name without any part. Weak is what is not strong, and what a remark calls of low quality. */
export function readEuName(fields: EuFields, remark: string | undefined): ListedName | undefined {
  const parts = ['firstName', 'middleName', 'lastName'].map(fields);
  const name = fields('wholeName') ?? parts.filter((part) => part !== undefined).join(' ');
  const language = fields('nameLanguage');
  const isWeak = fields('strong') === 'false' || LOW_QUALITY.test(remark ?? '');
  if (name === '') return undefined;
  return {
    name: oneLine(name),
    kind: 'aka',
    strength: isWeak ? 'weak' : 'strong',
    ...onlyKnown({ language, isOriginalScript: isInOtherScript(name) ? (true as const) : undefined }),
  };
}

/** A day, a month, a year, a range of years; circa of any. Only the Gregorian calendar is read, other dates are counted. */
export function readEuBirthDate(fields: EuFields, unused: UnusedParts): PartialDate | undefined {
  const [calendar, circa, whole] = ['calendarType', 'circa', 'birthdate'].map(fields);
  const [year, month, day, from, to] = ['year', 'monthOfYear', 'dayOfMonth', 'yearRangeFrom', 'yearRangeTo']
    .map(fields)
    .map((text) => (text === undefined || Number(text) === 0 ? undefined : Number(text)));
  const isCirca = /^(?:true|1|yes|y)$/iu.test(circa ?? '');
  if (calendar !== undefined && calendar.toUpperCase() !== 'GREGORIAN') {
    unused.add(`birth date of the ${calendar.toLowerCase()} calendar`, [whole, year, month, day].join(' '));
    return undefined;
  }
  if (from !== undefined && to !== undefined) {
    return { precision: isCirca ? 'circa' : 'range', from: { year: from }, to: { year: to } };
  }
  const single = whole === undefined ? undefined : parseIsoDate(whole);
  const date = single ?? (year === undefined ? undefined : checkedDate(year, month, day));
  if (!date) {
    if (whole !== undefined || year !== undefined) unused.add('birth date', [whole, year, month, day].join(' '));
    return undefined;
  }
  return isCirca ? { precision: 'circa', from: date, to: date } : toPartialDate(date);
}

/** The place of a birth in one line; undefined when none is given. */
export function readEuBirthPlace(fields: EuFields): string | undefined {
  const [place, city, region, zipCode] = ['place', 'city', 'region', 'zipCode'].map(fields);
  return joinParts(place, city === place ? undefined : city, region, zipCode, readEuCountry(fields).name);
}

export function readEuAddress(fields: EuFields): ListedAddress | undefined {
  const [street, poBox, place, city, region, zipCode] = ['street', 'poBox', 'place', 'city', 'region', 'zipCode'].map(
    fields,
  );
  const { name, code } = readEuCountry(fields);
  const address = toAddress({
    street: joinParts(street, poBox && `PO Box ${poBox}`),
    locality: joinParts(place, city, region, zipCode),
    country: name,
  });
  return address && { ...address, ...onlyKnown({ countryCode: code }) };
}

/** A country by role; undefined where the list does not know it (`00`). */
export function readEuCitizenship(fields: EuFields): ListedCountry | undefined {
  const { name, code } = readEuCountry(fields);
  const listed = name ?? fields('region');
  return listed === undefined ? undefined : { role: 'citizenship', name: listed, ...onlyKnown({ code }) };
}

const DOCUMENT_FLAGS: readonly (readonly [string, string])[] = [
  ['diplomatic', 'diplomatic'],
  ['knownExpired', 'known to be expired'],
  ['knownFalse', 'known to be false'],
  ['reportedLost', 'reported lost'],
  ['revokedByIssuer', 'revoked by its issuer'],
];

/** A document without a number is counted and gives undefined. */
export function readEuIdentification(
  fields: EuFields,
  remark: string | undefined,
  unused: UnusedParts,
): ListedIdentification | undefined {
  const [code = '', description, number, latinNumber] = [
    'identificationTypeCode',
    'identificationTypeDescription',
    'number',
    'latinNumber',
  ].map(fields);
  const [issuedBy, issueDate, validFrom, validTo, nameOnDocument, region] = [
    'issuedBy',
    'issueDate',
    'validFrom',
    'validTo',
    'nameOnDocument',
    'region',
  ].map(fields);
  const flags = DOCUMENT_FLAGS.filter(([field]) => fields(field) === 'true').map(([, words]) => words);
  const country = readEuCountry(fields);
  const found = number ?? latinNumber;
  const label = description ?? code;
  if (found === undefined) {
    if (label !== '' || remark !== undefined) unused.add('identification without a number', `${label} ${remark ?? ''}`);
    return undefined;
  }
  return {
    type: documentType(`${code} ${label}`),
    label,
    number: found,
    ...onlyKnown({
      country: country.name,
      countryCode: country.code,
      issuedOn: issueDate ?? validFrom,
      expiresOn: validTo,
      note: joinParts(
        ...flags,
        issuedBy && `issued by ${issuedBy}`,
        nameOnDocument && `in the name of ${nameOnDocument}`,
        region,
        latinNumber === found ? undefined : latinNumber,
        remark,
      ),
    }),
  };
}

/** `00` is no country; `CS`, Serbia and Montenegro, is Serbia today. */
function readEuCountry(fields: EuFields): { name: string | undefined; code: string | undefined } {
  const given = fields('countryIso2Code')?.toUpperCase();
  const description = fields('countryDescription');
  const code = given === 'CS' ? 'RS' : given;
  if (code === undefined || code === '00') {
    return { name: description?.toUpperCase() === 'UNKNOWN' ? undefined : description, code: undefined };
  }
  return { name: countryName(code) ?? description ?? code, code };
}
