import { countryCode } from '../country-names';
import { documentNumberIn, documentType } from '../document-type';
import { type UnusedParts } from '../not-understood';
import { onlyKnown } from '../only-known';
import { type XmlElement } from '../reading/xml-element';
import { type ListedIdentification } from '../sanctions-entry';

/**
 * Reads `INDIVIDUAL_DOCUMENT`. Its number may stand behind words (`national identity card number 58…`), in the note or
 * in the second type; a document without any number is counted and gives undefined.
 */
export function readUnDocument(element: XmlElement, unused: UnusedParts): ListedIdentification | undefined {
  const [type, secondType, number, note] = ['TYPE_OF_DOCUMENT', 'TYPE_OF_DOCUMENT2', 'NUMBER', 'NOTE'].map((name) =>
    element.textOf(name)?.replace(/\s+/gu, ' '),
  );
  const issuing = element.textOf('ISSUING_COUNTRY');
  const placeOfIssue = element.textOf('COUNTRY_OF_ISSUE');
  const city = element.textOf('CITY_OF_ISSUE');
  const country = issuing ?? placeOfIssue;
  const issuedOn = element.textOf('DATE_OF_ISSUE');
  const expiresOn =
    element.textOf('DATE_OF_EXPIRY') ?? /expir\w*(?: date| on|:)*\s*:? ?(\d.+)$/iu.exec(note ?? '')?.[1];
  const found = plainNumber(number) ?? documentNumberIn(secondType ?? '') ?? documentNumberIn(note ?? '');
  const label = secondType ?? type;
  if (found === undefined || label === undefined) {
    const said = [type, secondType, number, note].filter((text) => text !== undefined).join(', ');
    if (said !== '') unused.add('DOCUMENT without a number', said);
    return undefined;
  }
  return {
    type: documentType(`${type ?? ''} ${secondType ?? ''}`),
    label,
    number: found,
    ...onlyKnown({
      country,
      countryCode: country === undefined ? undefined : countryCode(country),
      issuedOn,
      expiresOn,
      note:
        [city === undefined ? '' : `issued in ${city}`, note ?? ''].filter((text) => text !== '').join('; ') ||
        undefined,
    }),
  };
}

/** A number, without the words that some entries write before it. */
function plainNumber(text: string | undefined): string | undefined {
  if (text === undefined || !/[a-z]{4}/u.test(text)) return text;
  return documentNumberIn(text) ?? text;
}
