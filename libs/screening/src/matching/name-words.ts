/** What a word is in a name, before its place in one name is known. */
export type WordClass = 'name' | 'number' | 'generic' | 'organization-form' | 'particle' | 'title' | 'initial';

/** How much a word of each class says about whom a name means; 1 is a name proper. */
export const CLASS_WEIGHTS: Readonly<Record<WordClass, number>> = {
  name: 1,
  number: 1.3,
  generic: 0.35,
  'organization-form': 0.25,
  particle: 0.25,
  title: 0.12,
  initial: 0.35,
};

const TITLES =
  'mr mrs ms miss dr doctor prof professor sir dame lord lady rev reverend fr father sheikh shaykh sheik shaikh hajj haji ' +
  'hajji hadji mullah mulla maulana maulawi mawlawi imam ayatollah hojjatoleslam sayyid sayed general gen brigadier colonel ' +
  'col lt lieutenant major maj capt captain admiral eng engineer ing lic jr sr junior senior esq phd hon don dona senor ' +
  'sra monsieur mme madame herr frau commander cmdr marshal ustad qari hafiz mufti prince princess king queen the';

const PARTICLES =
  'al el ul il ad ar as ash at az an bin ben ibn bint binti bt abu abi abou umm um de del della di da das do dos du la le les ' +
  'los las van von vande vanden der den het ter ten zu zur y e i and of for in on ou et und';

const GENERIC =
  'organization organisation movement group groups network company corporation enterprise enterprises international ' +
  'association foundation society committee council center centre agency office service services front party union ' +
  'federation establishment institute institution department division branch holding holdings industries general ' +
  'trading global world national federal state grp intl comm srvcs svcs joint open closed public ' +
  'otkrytoe otkrytoye zakrytoe publichnoe otvetstvennostyu capital variable';

/**
 * Organization forms; the forms between two bars mean the same kind of body in different countries. Of a form of several
 * words the telling one is here ("liability", "stock") and the rest is generic, so that it pairs with its abbreviation.
 */
const ORGANIZATION_FORMS =
  'llc liability ooo ogranichennoi ogranichennoy gmbh haftung sarl srl sprl bvba bv sdn ltda limitada eurl tov fze fzc fzco ' +
  'dmcc wll responsabilidad' +
  '|ltd limited pte pvt pty plc lda ' +
  '|jsc ojsc pjsc cjsc stock oao pao zao ao aktsionernoe aktsionernoye ag aktiengesellschaft sa anonima anonyme sas spa nv ' +
  'ab as asa oy oyj nyrt rt kft zrt ead ad dd doo pt tbk anonim ' +
  '|co company cia compania compagnie obshchestvo gesellschaft sirketi sociedad societe ' +
  '|corp corporation inc incorporated ' +
  '|lp llp lllp kg ohg kd snc sca scs ' +
  '|bhd berhad sti tas aps kk hf ehf ' +
  '|cv sc spr rl sapi sab ' +
  '|est establishment trust foundation stiftung fundacion ev eg';

const titles = new Set(TITLES.split(' '));
const particles = new Set(PARTICLES.split(' '));
const generic = new Set(GENERIC.split(' '));

/** Organization forms with the same number are forms of the same kind. */
const formKinds: ReadonlyMap<string, number> = new Map(
  ORGANIZATION_FORMS.split('|').flatMap((forms, kind) =>
    forms
      .trim()
      .split(' ')
      .map((form): [string, number] => [form, kind]),
  ),
);

/** Whose name it is; a subject's type may be unknown. */
export type NamedKind = 'person' | 'body' | 'unknown';

/** What a word is. Words only bodies carry as forms are names in a person's name ("Co", "As", "Union"). */
export function classifyWord(word: string, kind: NamedKind): WordClass {
  if (/\d/u.test(word)) return 'number';
  if (word.length === 1) return 'initial';
  if (kind !== 'person' && formKinds.has(word)) return 'organization-form';
  if (kind !== 'person' && generic.has(word)) return 'generic';
  if (word === 'the' || (kind !== 'body' && titles.has(word))) return 'title';
  return particles.has(word) ? 'particle' : 'name';
}

/** The kind of organization form a word is, or undefined. Forms of one kind stand for each other. */
export function organizationFormKind(word: string): number | undefined {
  return formKinds.get(word);
}

/** Whether a single letter may stand for the word: titles, particles and forms are not abbreviated to an initial. */
export function canBeInitialed(word: string): boolean {
  return word.length >= 3 && !/\d/u.test(word) && !particles.has(word) && !titles.has(word) && !formKinds.has(word);
}
