/** Frequent words of names, in no combination of anybody's in particular. */
const US_GIVEN =
  'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica ' +
  'Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Margaret Mark Sandra Donald Ashley ' +
  'Steven Kimberly Paul Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Dorothy George Melissa ' +
  'Timothy Deborah Ronald Stephanie Edward Rebecca Jason Sharon Jeffrey Laura Ryan Cynthia Jacob Kathleen Gary Amy';
const US_FAMILY =
  'Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson ' +
  'Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young ' +
  'Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter ' +
  'Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers';
const WORLD_GIVEN =
  'Mohammed Ahmed Fatima Omar Layla Hassan Zainab Yusuf Khadija Ali Wei Mei Jing Xiaoming Hiroshi Yuki Haruto Sakura ' +
  'Minjun Seoyeon Nguyen Linh Priya Raj Ananya Arjun Olga Sergei Ivan Natalia Dmitri Svetlana Oleksandr Iryna Piotr ' +
  'Katarzyna Janos Zsuzsa Ana Luis Carmen Juan Lucia Diego Joao Beatriz Pierre Camille Giulia Marco Hans Greta Lars ' +
  'Ingrid Kwame Amina Chinedu Ngozi Thabo Nomsa Abdullah Maryam Reza Shirin Mehmet Ayse Tariq Sadia Bayani Maricel';
const WORLD_FAMILY =
  'Al-Hashimi Haddad Khalil Mansour Rahman Hussein Abdi Farah Zhang Wang Li Chen Tanaka Sato Suzuki Kim Park Tran Pham ' +
  'Patel Singh Sharma Gupta Ivanov Petrova Smirnov Kovalenko Shevchenko Kowalski Nowak Nagy Kovacs Silva Santos Pereira ' +
  'Fernandez Ramos Torres Vargas Dubois Lefevre Rossi Ricci Mueller Schneider Hansen Lindqvist Mensah Okafor Adeyemi ' +
  'Dlamini Nkosi Hosseini Ahmadi Yilmaz Demir Khan Malik Chowdhury Reyes Bautista Al-Rashid bin-Sultan Ben-Youssef';
const FIRM_FIRST =
  'Hill Country Silver Maple North Harbor Blue Ridge Golden Gate Prairie Summit Cedar Atlantic Pacific Lakeside Sunrise ' +
  'Evergreen Pioneer Liberty Granite Coastal Heritage Keystone Redwood Orion Delta Apex Nova Vertex Global Eastern Royal';
const FIRM_SECOND =
  'Dental Plumbing Logistics Foods Textile Marine Energy Steel Chemical Medical Software Consulting Construction Printing ' +
  'Furniture Optical Aviation Shipping Trading Petroleum Electronics Agricultural Motors Packaging Ceramics Mining Paper';
const FIRM_THIRD =
  'Group|Services|International|Partners|Industries|Holdings|Solutions|Company|Enterprises|Technologies|';
const FIRM_FORM = 'LLC|Inc|Ltd|GmbH|Corp|S.A.|Co., Ltd.|LLP|Limited|FZE|B.V.|OOO|Sdn Bhd|Pty Ltd|';

type Random = () => number;

function pick(words: readonly string[], random: Random): string {
  return words[Math.floor(random() * words.length)] ?? '';
}

/** A name as the United States have them, with a middle initial or name now and then. */
export function aUsName(random: Random): string {
  const middle = random() < 0.4 ? ` ${pick(LETTERS, random)}.` : random() < 0.5 ? ` ${pick(usGiven, random)}` : '';
  return `${pick(usGiven, random)}${middle} ${pick(usFamily, random)}`;
}

/** A name of some other part of the world, often of two families. */
export function aWorldName(random: Random): string {
  const second = random() < 0.5 ? ` ${pick(worldGiven, random)}` : '';
  const other = random() < 0.2 ? ` ${pick(worldFamily, random)}` : '';
  return `${pick(worldGiven, random)}${second} ${pick(worldFamily, random)}${other}`;
}

/** The name of a firm that nobody has, made of words that many have. */
export function aFirmName(random: Random): string {
  const parts = [pick(firmFirst, random), random() < 0.5 ? pick(firmFirst, random) : '', pick(firmSecond, random)];
  return [...parts, pick(FIRM_THIRD.split('|'), random), pick(FIRM_FORM.split('|'), random)]
    .filter((part) => part !== '')
    .join(' ');
}

const LETTERS = Array.from('ABCDEFGHIJKLMNOPRSTVW');
const usGiven = US_GIVEN.split(' ');
const usFamily = US_FAMILY.split(' ');
const worldGiven = WORLD_GIVEN.split(' ');
const worldFamily = WORLD_FAMILY.split(' ');
const firmFirst = FIRM_FIRST.split(' ');
const firmSecond = FIRM_SECOND.split(' ');

/** Changes one letter of a word: leaves it out, doubles it with another, replaces it, or swaps it with the next. */
export function misspell(word: string, random: Random): string {
  const at = Math.floor(random() * word.length);
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  const [before, here, next, after] = [
    word.slice(0, at),
    word.slice(at, at + 1),
    word.slice(at + 1, at + 2),
    word.slice(at + 2),
  ];
  switch (Math.floor(random() * 4)) {
    case 0:
      return word.length > 3 ? before + next + after : before + letter + next + after;
    case 1:
      return before + here + letter + next + after;
    case 2:
      return before + letter + next + after;
    default:
      return before + next + here + after;
  }
}

/** `count` different texts that `make` gives. */
export function distinct(count: number, make: () => string): string[] {
  const found = new Set<string>();
  for (let tries = 0; found.size < count && tries < 50 * count; tries++) found.add(make());
  return [...found];
}
