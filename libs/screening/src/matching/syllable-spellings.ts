/**
 * Chinese syllables: for each initial of pinyin the finals that it has. Only initials that Wade and Giles, the custom of
 * Taiwan and of older documents, write otherwise; `y`, `w` and the rest differ in a few finals, which are listed whole.
 */
const PINYIN =
  'b a ai an ang ao ei en eng i ian iao ie in ing o u|d a ai an ang ao e ei eng i ian iao ie ing iu ong ou u uan ui un uo|' +
  'g a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo|j i ia ian iang iao ie in ing iong iu u uan ue un|' +
  'q i ia ian iang iao ie in ing iong iu u uan ue un|x i ia ian iang iao ie in ing iong iu u uan ue un|' +
  'zh a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo|ch e i ong uo|sh e i|r an ang ao e en eng i ong ou u uan ui un uo|' +
  'z a ai an ang ao e en eng i ong ou u uan ui un uo|c a ai an ang ao e en eng i ong ou u uan ui un uo|s e i ong uo|' +
  't ian ie ong uo|p ian ie|m ian ie|n ian ie ong uo|l ian ie ong uo|k e ong ui|h e ong| yan ye you yong yue';

const WADE_INITIALS: ReadonlyMap<string, string> = new Map(
  Object.entries({ b: 'p', d: 't', g: 'k', j: 'ch', q: 'ch', x: 'hs', zh: 'ch', r: 'j', z: 'ts', c: 'ts' }),
);
const WADE_WHOLE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    zi: 'tzu',
    ci: 'tzu',
    si: 'ssu',
    zhi: 'chih',
    chi: 'chih',
    shi: 'shih',
    ri: 'jih',
    gui: 'kuei',
    kui: 'kuei',
    guo: 'kuo',
    ge: 'ko',
    ke: 'ko',
    he: 'ho',
    yan: 'yen',
    ye: 'yeh',
    you: 'yu',
    yong: 'yung',
    yue: 'yueh',
  }),
);

/** Korean syllables that names have, in the letters that `any-ascii` gives them. */
const KOREAN =
  'gim i bag choe jeong gang jo yun jang im lim han o seo sin gwon hwang an song yu lyu hong jeon go mun son yang bae baeg heo nam sim ' +
  'no lo ha gwag seong cha ju u gu na min jin ji eom chae won cheon bang gong hyeon ham byeon yeom yeo chu do so seog seon seol ma gil ' +
  'yeon wi pyo myeong gi ban wang geum og yug in maeng je tag gug jun su yeong li ho gyeong cheol mi eun hye hui dong hun sang hyeog ' +
  'tae jae il sig sun gyu yeol geun gwang deog bong bog jong beom chan chang hwan ug hyo la log sug lyong lyeol lang lae lyang lyeong cheong dal';

const KOREAN_INITIALS = /^(?:ch|[gdbjlsmnhktp]|)/u;
const INITIALS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({ g: ['g', 'k'], d: ['d', 't'], b: ['b', 'p'], j: ['j', 'ch'], l: ['l', 'r', 'n'] }),
);
const VOWELS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    eo: ['eo', 'u', 'o'],
    yeo: ['yeo', 'yo', 'you', 'yu'],
    u: ['u', 'oo'],
    eu: ['eu', 'u'],
    i: ['i', 'ee'],
    ae: ['ae', 'ai'],
    oe: ['oe', 'oi'],
    yu: ['yu', 'yoo'],
    ui: ['ui', 'ee', 'i'],
    wo: ['wo', 'weo'],
  }),
);
const FINALS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries({ g: ['g', 'k'], b: ['b', 'p'] }));
/** Spellings that no rule gives: family names as most families write them. */
const KOREAN_WHOLE: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    i: ['lee', 'yi', 'rhee', 'ri', 'li'],
    bag: ['park', 'pak'],
    o: ['oh'],
    an: ['ahn'],
    u: ['woo', 'wu'],
    no: ['roh', 'noh'],
    seo: ['suh'],
    jo: ['cho'],
    go: ['koh'],
    heo: ['hur', 'huh'],
    sin: ['shin'],
    sim: ['shim'],
    sig: ['shik'],
    im: ['lim', 'rim'],
    yeong: ['young'],
  }),
);

/** The syllables that are written with one character, with how others write them. The first is what is read here. */
const HAN = new Map<string, readonly string[]>();
const HANGUL = new Map<string, readonly string[]>();

for (const line of PINYIN.split('|')) {
  const [initial = '', ...finals] = line.split(' ');
  for (const final of finals) HAN.set(initial + final, [...new Set([initial + final, wade(initial, final)])]);
}
for (const syllable of KOREAN.split(' ')) HANGUL.set(syllable, koreanSpellings(syllable));

function wade(initial: string, final: string): string {
  const whole = WADE_WHOLE.get(initial + final);
  if (whole !== undefined) return whole;
  const written = final
    .replace(/ong$/u, 'ung')
    .replace(/ian$/u, 'ien')
    .replace(/(ie|ue)$/u, '$1h')
    .replace(/^uo$/u, 'o')
    .replace(/^e$/u, initial === 'g' || initial === 'k' || initial === 'h' ? 'o' : 'e');
  return (WADE_INITIALS.get(initial) ?? initial) + written;
}

function koreanSpellings(syllable: string): readonly string[] {
  const initial = KOREAN_INITIALS.exec(syllable)?.[0] ?? '';
  const rest = syllable.slice(initial.length);
  const final = /(?:ng|[gblnm])$/u.exec(rest)?.[0] ?? '';
  const vowel = rest.slice(0, rest.length - final.length);
  const spellings = (INITIALS.get(initial) ?? [initial]).flatMap((first) =>
    (VOWELS.get(vowel) ?? [vowel]).flatMap((middle) =>
      (FINALS.get(final) ?? [final]).map((last) => first + middle + last),
    ),
  );
  return [...new Set([syllable, ...(KOREAN_WHOLE.get(syllable) ?? []), ...spellings])];
}

/** In which script a syllable was written with one character. */
export type SyllableScript = 'han' | 'hangul';

/** How a syllable is written in Latin letters, by one custom or another; itself first. */
export function syllableSpellings(syllable: string, script: SyllableScript): readonly string[] {
  return (script === 'han' ? HAN : HANGUL).get(syllable) ?? [syllable];
}

/** Groups of spellings of one syllable. */
export const SYLLABLE_GROUPS: readonly (readonly string[])[] = [...HAN.values(), ...HANGUL.values()].filter(
  ({ length }) => length > 1,
);
