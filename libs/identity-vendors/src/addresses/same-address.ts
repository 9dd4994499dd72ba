import type { ApplicantAddress } from '../port/applicant';
import { cityWord, streetWord } from './postal-abbreviations';

/**
 * Whether the vendor's form says the same as what was entered: but for capitals, punctuation, accents, how words are abbreviated
 * (USPS Publication 28), on which of the two lines the unit stands, and four digits of the ZIP code that were left out.
 * Whatever it does not know to be the same is not: then a person sees both.
 */
export function isSameAddress(entered: ApplicantAddress, known: ApplicantAddress): boolean {
  return (
    streetOf(entered) === streetOf(known) &&
    written(entered.city, cityWord) === written(known.city, cityWord) &&
    written(entered.region ?? '') === written(known.region ?? '') &&
    isSameZip(entered.postalCode ?? '', known.postalCode ?? '')
  );
}

const streetOf = ({ line1, line2 = '' }: ApplicantAddress): string => written(`${line1} ${line2}`, streetWord);

function written(text: string, wordOf: (word: string) => string = (word) => word): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll(/['’.]/g, '')
    .replaceAll('#', ' # ')
    .replaceAll(/[^\p{L}\p{N}#/]+/gu, ' ');
  return plain.trim().split(' ').map(wordOf).join(' ');
}

function isSameZip(entered: string, known: string): boolean {
  const [[zip = '', plusFour = ''], [knownZip = '', knownPlusFour = '']] = [entered.split('-'), known.split('-')];
  return zip === knownZip && (plusFour === '' || plusFour === knownPlusFour);
}
