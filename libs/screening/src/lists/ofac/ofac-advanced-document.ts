import { countryCode } from '../country-names';
import { joinParts } from '../listed-address';
import { onlyKnown } from '../only-known';
import { formatPartialDate } from '../partial-date';
import { type XmlElement } from '../reading/xml-element';
import { type OfacReferences, readAdvancedPeriod } from './ofac-advanced-references';
import { type DocumentDetails } from './ofac-identification';

/** A document with the identity that it belongs to. */
export interface OfacAdvancedDocument {
  readonly identityId: string;
  /** Its label, e.g. `Passport`. */
  readonly type: string;
  readonly details: DocumentDetails & { readonly number: string };
}

/** Reads an `IDRegDocument` of the advanced XML. */
export function readAdvancedDocument(element: XmlElement, references: OfacReferences): OfacAdvancedDocument {
  element.skip('ID', 'DocumentedNameReference', 'IDRegDocumentMention', 'IssuedIn-LocationID');
  const dates = new Map<string, string>();
  for (const dated of element.all('DocumentDate')) {
    const type = references.nameOf('IDRegDocDateType', dated.attribute('IDRegDocDateTypeID')) ?? '';
    const date = dated.all('DatePeriod').flatMap((period) => readAdvancedPeriod(period) ?? [])[0];
    if (date) dates.set(/expir/iu.test(type) ? 'expires' : 'issued', formatPartialDate(date));
  }
  const country = references.nameOf('Country', element.attribute('IssuedBy-CountryID'));
  const validity = references.nameOf('Validity', element.attribute('ValidityID'));
  return {
    identityId: element.attribute('IdentityID') ?? '',
    type: references.nameOf('IDRegDocType', element.attribute('IDRegDocTypeID')) ?? 'document of no known type',
    details: {
      number: element.textOf('IDRegistrationNo') ?? '',
      ...onlyKnown({
        country,
        countryCode: country && countryCode(country),
        issuedOn: dates.get('issued'),
        expiresOn: dates.get('expires'),
        note: joinParts(
          element.textOf('IssuingAuthority'),
          element.textOf('Comment'),
          validity === undefined || validity === 'Valid' ? undefined : validity,
        ),
      }),
    },
  };
}
