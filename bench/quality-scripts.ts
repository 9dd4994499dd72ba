import { type LabelledPair } from './labelled-pair';

type Random = () => number;

/** A piece of a word: how it is written in its script, and in Latin letters by one custom or another. */
interface Piece {
  readonly native: string;
  readonly latin: readonly string[];
}

/** A word in its script, with its spelling by each custom of writing it in Latin letters. */
interface ScriptWord {
  readonly native: string;
  readonly latin: readonly string[];
}

interface Script {
  readonly group: LabelledPair['group'];
  readonly label: string;
  /** How many customs there are; a name is spelled by one of them throughout. */
  readonly customs: number;
  readonly name: (random: Random) => readonly ScriptWord[];
  /** What stands between the words in the script. */
  readonly space: string;
}

/** Reads `native:latin,latin native:latin …`; a native part may be empty, for vowels that are not written. */
function pieces(text: string): readonly Piece[] {
  return text.split(' ').map((piece) => {
    const [native = '', latin = ''] = piece.split(':');
    return { native, latin: latin.split(',') };
  });
}

const pick = <T>(values: readonly T[], random: Random): T => values[Math.floor(random() * values.length)] as T;

function word(customs: number, parts: readonly Piece[]): ScriptWord {
  const latinBy = (custom: number): string => parts.map(({ latin }) => latin[custom] ?? latin[0] ?? '').join('');
  return {
    native: parts.map(({ native }) => native).join(''),
    latin: Array.from({ length: customs }, (_, by) => latinBy(by)),
  };
}

/** Words of syllables, a consonant and a vowel each, with an ending. */
function syllabic(customs: number, consonants: string, vowels: string, endings: string): Script['name'] {
  const [onsets, nuclei, ends] = [pieces(consonants), pieces(vowels), pieces(endings)];
  const one = (random: Random): ScriptWord => {
    const syllables = Array.from({ length: random() < 0.5 ? 1 : 2 }, () => [
      pick(onsets, random),
      pick(nuclei, random),
    ]);
    return word(customs, [...syllables.flat(), pick(onsets, random), pick(ends, random)]);
  };
  return (random) => [one(random), one(random), one(random)];
}

const RUSSIAN = syllabic(
  3,
  'б:b в:v г:g д:d ж:zh,zh,j з:z к:k л:l м:m н:n п:p р:r с:s т:t ф:f х:kh,kh,h ц:ts ч:ch,ch,tch ш:sh,sh,ch щ:shch,shch,chtch',
  'а:a а:a е:e и:i о:o о:o у:u,u,ou ы:y я:ya,ia,ia ю:yu,iu,iou ё:yo,e,io',
  'ов:ov ский:skiy,skii,sky енко:enko ин:in ева:eva ь: ьян:yan,ian,ian ей:ey,ei,ei а:a ич:ich,ich,itch',
);
const UKRAINIAN = syllabic(
  2,
  'б:b в:v г:h ґ:g д:d ж:zh з:z к:k л:l м:m н:n п:p р:r с:s т:t х:kh ц:ts ч:ch ш:sh щ:shch',
  'а:a е:e и:y і:i о:o у:u я:ia,ya ю:iu,yu є:ie,ye ї:i,yi',
  'енко:enko чук:chuk ський:skyi,sky ів:iv ь: ій:ii,iy ина:yna',
);
const GREEK = syllabic(
  3,
  'β:v γ:g δ:d ζ:z θ:th κ:k λ:l μ:m ν:n ξ:x,x,ks π:p ρ:r σ:s τ:t φ:f,ph,f χ:ch,h,kh ψ:ps μπ:b,mp,b ντ:d,nt,nt',
  'α:a ε:e η:i ι:i ο:o ω:o υ:y,i,y ου:ou,u,ou αι:ai,e,ai ει:ei,i,ei',
  'όπουλος:opoulos,opulos,opoulos ίδης:idis,ides,idis άκης:akis ας:as ος:os ευς:efs,eus,evs ού:ou,u,ou',
);
const KANA = pieces(
  'あ:a い:i う:u え:e お:o か:ka き:ki く:ku け:ke こ:ko さ:sa し:shi,si す:su せ:se そ:so た:ta ち:chi,ti つ:tsu,tu て:te と:to ' +
    'な:na に:ni ね:ne の:no は:ha ひ:hi ふ:fu,hu へ:he ほ:ho ま:ma み:mi む:mu め:me も:mo や:ya ゆ:yu よ:yo ら:ra り:ri る:ru ' +
    'れ:re ろ:ro わ:wa が:ga ぎ:gi ぐ:gu げ:ge ご:go ざ:za じ:ji,zi ず:zu だ:da で:de ど:do ば:ba び:bi ぶ:bu べ:be ぼ:bo ' +
    'しょう:sho,syo しゅん:shun,syun じょう:jo,zyo きょう:kyo りょう:ryo ちょ:cho,tyo じゅん:jun,zyun ゆう:yu こう:ko とう:to ん:n',
);

function japanese(toKatakana: boolean): Script['name'] {
  const one = (random: Random): ScriptWord => {
    const parts = Array.from({ length: 3 + Math.floor(random() * 2) }, () => pick(KANA, random));
    const written = word(2, parts);
    if (!toKatakana) return written;
    // Katakana stand 96 places behind hiragana.
    return {
      ...written,
      native: Array.from(written.native, (kana) => String.fromCharCode(kana.charCodeAt(0) + 96)).join(''),
    };
  };
  return (random) => [one(random), one(random)];
}

const ARABIC = pieces(
  'ب:b ت:t ث:th ج:j,g,dj ح:h خ:kh د:d ذ:dh,z,dh ر:r ز:z س:s ش:sh,sh,ch ص:s ض:d ط:t ظ:z ع: غ:gh ف:f ق:q,k,k ك:k ل:l م:m ن:n ه:h',
);
const PERSIAN = pieces(
  'ب:b پ:p ت:t ج:j,dj چ:ch,tch ح:h خ:kh د:d ر:r ز:z ژ:zh,j س:s ش:sh,ch ص:s ط:t ع: غ:gh ف:f ق:gh,q ک:k گ:g ل:l م:m ن:n و:v ه:h',
);
const URDU = pieces('ب:b پ:p ٹ:t ج:j چ:ch د:d ڈ:d ر:r س:s ش:sh ف:f ق:q ک:k گ:g ل:l م:m ن:n بھ:bh کھ:kh گھ:gh ج:j ڑ:r');
const HEBREW = pieces('ב:b ג:g ד:d ז:z ח:ch,h,h ט:t כ:k ל:l מ:m נ:n ס:s פ:p צ:ts,tz,z ק:k ר:r ש:sh ת:t');

/** Words of three or four consonants in patterns of long vowels, which are written, and short ones, which are not. */
function vowelless(
  customs: number,
  consonants: readonly Piece[],
  [long, short]: readonly [string, string],
  endings: string,
  surname: (random: Random, root: ScriptWord) => ScriptWord,
): Script['name'] {
  const [longs, shorts, ends] = [pieces(long), pieces(short), pieces(endings)];
  const one = (random: Random): ScriptWord => {
    const c = (): Piece => pick(consonants, random);
    const [s, l] = [(): Piece => pick(shorts, random), (): Piece => pick(longs, random)];
    const patterns: readonly (() => Piece[])[] = [
      () => [c(), s(), c(), l(), c()],
      () => [c(), l(), c(), s(), c()],
      () => [c(), s(), c(), s(), c(), l(), c()],
      () => [c(), s(), c(), c(), l(), c()],
    ];
    return word(customs, [...pick(patterns, random)(), pick(ends, random)]);
  };
  return (random) => [one(random), one(random), surname(random, one(random))];
}

const same = (_: Random, root: ScriptWord): ScriptWord => root;
const prefixed =
  (native: string, latin: readonly string[]) =>
  (_: Random, root: ScriptWord): ScriptWord => ({
    native: native + root.native,
    latin: root.latin.map((text, by) => (latin[by] ?? '') + text),
  });

const HAN = pieces(
  '赵:zhao,chao 周:zhou,chou 徐:xu,hsu 朱:zhu,chu 曹:cao,tsao 邓:deng,teng 蒋:jiang,chiang 蔡:cai,tsai 彭:peng 潘:pan 董:dong,tung ' +
    '袁:yuan 魏:wei 贾:jia,chia 薛:xue,hsueh 余:yu 杜:du,tu 戴:dai,tai 夏:xia,hsia 田:tian,tien 任:ren,jen 姚:yao 谭:tan 廖:liao ' +
    '邹:zou,tsou 熊:xiong,hsiung 孔:kong,kung 白:bai,pai 崔:cui,tsui 康:kang 毛:mao 邱:qiu,chiu 秦:qin,chin 顾:gu,ku 侯:hou 邵:shao ' +
    '孟:meng 段:duan,tuan 雷:lei 钱:qian,chien 汤:tang 尹:yin 乔:qiao,chiao 贺:he,ho 赖:lai 龚:gong,kung 文:wen 明:ming 国:guo,kuo ' +
    '建:jian,chien 志:zhi,chih 海:hai 云:yun 春:chun 学:xue,hsueh 德:de,te 良:liang 庆:qing,ching 荣:rong,jung 宝:bao,pao 成:cheng',
);

function chinese(separator: string): Script['name'] {
  return (random) => {
    const [family, first, second] = [pick(HAN, random), pick(HAN, random), pick(HAN, random)];
    const given = Array.from(
      { length: 2 },
      (_, by) =>
        `${first.latin[by] ?? first.latin[0] ?? ''}${by === 1 ? '-' : separator}${second.latin[by] ?? second.latin[0] ?? ''}`,
    );
    return [word(2, [family]), { native: first.native + second.native, latin: given }];
  };
}

const KOREAN_FAMILY = pieces(
  '김:kim 이:lee,yi,ri 박:park,pak,pak 최:choi,choe,choe 정:jung,jeong,chong 강:kang 조:cho,jo,cho 윤:yoon,yun,yun 장:jang,jang,chang ' +
    '임:lim,im,rim 한:han 오:oh,o,o 신:shin,sin,sin 권:kwon 황:hwang 안:ahn,an,an 송:song 홍:hong',
);
const KOREAN_GIVEN = pieces(
  '민:min 준:joon,jun,chun 서:seo,seo,so 현:hyun,hyeon,hyon 지:ji,ji,chi 우:woo,u,u 영:young,yeong,yong 수:soo,su,su 진:jin,jin,chin 호:ho ' +
    '경:kyung,gyeong,kyong 철:chul,cheol,chol 성:sung,seong,song 미:mi 은:eun,eun,un 혜:hye 희:hee,hui,hui 동:dong,dong,tong 훈:hoon,hun,hun',
);

function korean(random: Random): readonly ScriptWord[] {
  const [first, second] = [pick(KOREAN_GIVEN, random), pick(KOREAN_GIVEN, random)];
  const separator = pick(['', '-', ' '], random);
  const latin = Array.from(
    { length: 3 },
    (_, by) => (first.latin[by] ?? first.latin[0] ?? '') + separator + (second.latin[by] ?? second.latin[0] ?? ''),
  );
  return [word(3, [pick(KOREAN_FAMILY, random)]), { native: first.native + second.native, latin }];
}

const ABD = ['Abd al-', 'Abdul ', 'Abdel'];

const SCRIPTS: readonly Script[] = [
  { group: 'Cyrillic', label: 'Russian', customs: 3, name: RUSSIAN, space: ' ' },
  { group: 'Cyrillic', label: 'Ukrainian', customs: 2, name: UKRAINIAN, space: ' ' },
  { group: 'Greek', label: 'Greek', customs: 3, name: GREEK, space: ' ' },
  ...(
    [
      ['Arabic, with an article', prefixed('ال', ['al-', 'al ', 'el-'])],
      ['Arabic, a servant of', prefixed('عبد ال', ABD)],
      ['Arabic, a servant of, in one word', prefixed('عبدال', ABD)],
    ] as const
  ).map(([label, surname]): Script => ({
    group: 'Arabic, Persian, Urdu',
    label,
    customs: 3,
    name: vowelless(3, ARABIC, ['ا:a,aa,a ي:i,ee,i و:u,oo,ou', ':a :a :i :u,u,ou'], ': : : ي:i,i,y ة:a,ah,a', surname),
    space: ' ',
  })),
  {
    group: 'Arabic, Persian, Urdu',
    label: 'Persian',
    customs: 2,
    name: vowelless(
      2,
      PERSIAN,
      ['ا:a ی:i و:u,ou', ':a :e :o'],
      ': زاده:zadeh پور:pur,pour ی:i نژاد:nejad,nezhad یان:ian,yan',
      same,
    ),
    space: ' ',
  },
  {
    group: 'Arabic, Persian, Urdu',
    label: 'Urdu',
    customs: 1,
    name: vowelless(1, URDU, ['ا:a ی:i و:o', ':a :i :u'], ': : ی:i ہ:a اں:an', same),
    space: ' ',
  },
  {
    group: 'Hebrew',
    label: 'Hebrew',
    customs: 3,
    name: vowelless(3, HEBREW, ['ו:o,o,u י:i', ':a :e :a'], ': ה:a,ah,a י:i מן:man', same),
    space: ' ',
  },
  { group: 'Chinese', label: 'pinyin in two words, or Wade and Giles', customs: 2, name: chinese(''), space: '' },
  { group: 'Chinese', label: 'pinyin in three words, or Wade and Giles', customs: 2, name: chinese(' '), space: '' },
  { group: 'Japanese', label: 'hiragana', customs: 2, name: japanese(false), space: ' ' },
  { group: 'Japanese', label: 'katakana without a space', customs: 2, name: japanese(true), space: '' },
  { group: 'Korean', label: 'Korean', customs: 3, name: korean, space: '' },
];

/** Names in other scripts, each against its spelling in Latin letters, in both directions, and against another person's. */
export function scriptPairs(perChange: number, random: Random): LabelledPair[] {
  return SCRIPTS.flatMap(({ group, label, customs, name, space }) => {
    const nativeOf = (words: readonly ScriptWord[]): string => words.map(({ native }) => native).join(space);
    const latinOf = (words: readonly ScriptWord[]): string => {
      const custom = Math.floor(random() * customs);
      return words.map(({ latin }) => capitalize(latin[custom] ?? '')).join(' ');
    };
    const times = (
      make: () => Pick<LabelledPair, 'listed' | 'asked'>,
      change: string,
      isSame: boolean,
    ): LabelledPair[] =>
      Array.from({ length: perChange }, () => ({
        group,
        change: `${label}: ${change}`,
        type: 'person',
        isSame,
        ...make(),
      }));
    const another = (words: readonly ScriptWord[]): readonly ScriptWord[] => [
      ...words.slice(0, 1),
      ...name(random).slice(1),
    ];
    return [
      ...times(
        () => withName(name(random), (words) => ({ listed: latinOf(words), asked: nativeOf(words) })),
        'listed in Latin letters',
        true,
      ),
      ...times(
        () => withName(name(random), (words) => ({ listed: nativeOf(words), asked: latinOf(words) })),
        'asked in Latin letters',
        true,
      ),
      ...times(
        () => withName(name(random), (words) => ({ listed: latinOf(words), asked: nativeOf(another(words)) })),
        'another person',
        false,
      ),
    ];
  });
}

function withName<T>(words: readonly ScriptWord[], make: (words: readonly ScriptWord[]) => T): T {
  return make(words);
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
