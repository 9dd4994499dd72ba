import { organizationFormKind } from './name-words';
import { SYLLABLE_GROUPS } from './syllable-spellings';

/** Words that stand for each other and that spelling alone would not bring together. One group a line. */
const GROUPS = `
al el ul il
as ash ad ar at az an
abd abdul abdel abdal abdoul abdol abdur abder abdu
bin ben ibn
bint binti bt
abu abou abi
mohammed muhammad mohamed mohammad muhamad mohamad mehmet muhammed mahomet md mohd
ahmed ahmad ahmet
yusuf yousef youssef yosef joseph jusuf josef jose giuseppe
ibrahim abraham avraham
musa mousa moses moshe
isa eissa issa jesus
ismail ismael ishmael
sulayman suleiman solomon soliman
dawud daoud dawood david
yahya yehia john johannes ivan juan giovanni jean ioannis jan jon johann
yaqub yaqoub jacob jakob iakov
maryam mariam miriam maria marie mary
ishaq isaac
haroun harun aaron
alexander aleksandr alejandro alexandre oleksandr alexandros aleksander sasha alex iskandar
mikhail michael miguel michel mykhailo mihail mike michal
nikolai nikolay nicholas nicolas nikolaos mykola nick
sergei sergey serge serhiy sergio
andrei andrey andrew andres andriy andreas
aleksei aleksey alexey alexei oleksiy
dmitri dmitry dmytro dimitri dmitriy dima
vladimir volodymyr wladimir
konstantin constantine kostyantyn
pavel paul pablo paolo pavlo
petr pyotr peter pedro petro pierre
grigori grigory gregory hryhoriy
evgeny yevgeny eugene yevhen evgeni
elena yelena helen olena helena
ekaterina yekaterina catherine kateryna katherine
anna hanna ann anne hannah
tatiana tatyana tetiana
viktor victor
william bill billy will guillermo
robert bob bobby rob roberto
richard rick dick ricardo
james jim jimmy jaime
thomas tom tommy tomas
charles charlie carlos karl carl
francisco francis frank pancho francois
edward eduardo ed eddie
anthony tony antonio anton antoine
george jorge georgi georgy giorgi yuri yury
henry enrique heinrich henri
louis luis luigi lewis
elizabeth elisabeth isabel liz
margaret margarita maggie
lee li yi rhee
park pak bak
choi choe
kim gim
chang jang zhang
chung jung jeong zheng
wang wong
huang hwang wong
chen chan tan
usama osama
gaddafi qaddafi kadhafi
corp corporation
intl international
grp group
svcs services srvcs
mfg manufacturing
ind industries
dev development
tech technology technologies
eng engineering
bros brothers
natl national
govt government
dept department
assoc association
ctr center centre
organization organisation
ship shipping
`;

const groupsOfWord = new Map<string, readonly number[]>();
const wordsOfGroup: (readonly string[])[] = [];

const namesAlike = GROUPS.trim()
  .split('\n')
  .map((line) => line.split(' '));
for (const words of [...namesAlike, ...SYLLABLE_GROUPS]) {
  for (const word of words) groupsOfWord.set(word, [...(groupsOfWord.get(word) ?? []), wordsOfGroup.length]);
  wordsOfGroup.push(words);
}

/** Organization forms of one kind make a group too; their numbers follow those of the table. */
const firstFormGroup = wordsOfGroup.length;
const noGroups: readonly number[] = [];

/** The groups a word belongs to. Two words that share one are variants of each other. */
export function variantGroups(word: string): readonly number[] {
  const groups = groupsOfWord.get(word);
  const form = organizationFormKind(word);
  if (form === undefined) return groups ?? noGroups;
  return [...(groups ?? noGroups), firstFormGroup + form];
}
