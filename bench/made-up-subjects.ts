import { type ScreeningEngine } from '@bonafide/screening';

import { aFirmName, aUsName, aWorldName } from './query-names';
import { seededRandom } from './random';

type Subject = Parameters<ScreeningEngine['screen']>[0];

/** How many different family names the customers of a large company have, or so. */
const FAMILY_NAMES = 200_000;
const CONSONANTS = 'bcdfghjklmnprstvwz';
const VOWELS = 'aeiou';

/**
 * Somebody who may be anybody's customer: common given names, family names of which few are common and most are rare,
 * one in six a company, half of the people with a birth date.
 */
export function madeUpSubject(random: () => number): Subject {
  const blank = { alternativeNames: [], countries: [], identifications: [], addresses: [] };
  if (random() < 0.16) return { ...blank, type: 'business', name: `${aFamilyName(random)} ${aFirmName(random)}` };
  const common = random() < 0.5 ? aUsName(random) : aWorldName(random);
  const name = random() < 0.3 ? common : `${common.slice(0, common.lastIndexOf(' '))} ${aFamilyName(random)}`;
  const year = 1940 + Math.floor(65 * random());
  const birthDate = `${year}-0${1 + Math.floor(9 * random())}-1${Math.floor(10 * random())}`;
  return { ...blank, type: 'person', name, ...(random() < 0.5 && { birthDate }) };
}

/** By Zipf's law: the n-th most common one is as common as 1/n. */
function aFamilyName(random: () => number): string {
  const letters = seededRandom(Math.floor(FAMILY_NAMES ** random()));
  const pick = (from: string): string => from.charAt(Math.floor(letters() * from.length));
  const name = Array.from({ length: 2 + Math.floor(letters() * 3) }, () => pick(CONSONANTS) + pick(VOWELS)).join('');
  return name + (letters() < 0.5 ? pick(CONSONANTS) : '');
}
