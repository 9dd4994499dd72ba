const VOWELS = 'aeiouyh';

/** The letter that stands for each sound, by what it may be spelled with; the longest spelling at a place counts. */
const SOUNDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    s: 'shch sch tsch tch sh ch zh dj j z',
    k: 'kh gh ck q g c x',
    t: 'dh th d',
    f: 'ph',
    v: 'w',
  }).flatMap(([sound, spellings]) => spellings.split(' ').map((spelling): [string, string] => [spelling, sound])),
);
const LONGEST_SPELLING = 4;

/** The sound of each spelling of several letters, by its first letter; longest first. */
const clusters = new Map<string, readonly (readonly [string, string])[]>();
for (const [spelling, sound] of SOUNDS) {
  if (spelling.length === 1) continue;
  const first = spelling.charAt(0);
  const known = clusters.get(first) ?? [];
  clusters.set(
    first,
    [...known, [spelling, sound] as const].sort(([a], [b]) => b.length - a.length),
  );
}

/**
 * What is left of a Latin word when vowels, `h` and `y` go and the letters of one sound become one: `qadhafi` and
 * `gaddafi` are both `ktf`. Letters written doubled count once.
 */
export function consonantSkeleton(word: string): string {
  let skeleton = '';
  let before = '';
  for (let at = 0; at < word.length;) {
    const letter = word.charAt(at);
    const cluster = clusterAt(word, at, letter);
    const sound = cluster?.[1] ?? SOUNDS.get(letter) ?? letter;
    at += cluster?.[0].length ?? 1;
    if (sound === before) continue;
    before = sound;
    if (!VOWELS.includes(sound)) skeleton += sound;
  }
  return skeleton;
}

/**
 * The skeletons to compare between words of which one is from a script without vowels. A Latin word has one. `w` may be a
 * vowel there and goes; `b`, `p`, `f` and `v` are one sound, for Arabic writes `p` as `b` and `v` as `f`, and Hebrew has
 * one letter for `b` and `v` and one for `p` and `f`; nothing is doubled. A word from such a script has one for each way
 * of reading its letters, up to `MOST_READINGS`.
 */
export function vowellessSkeletons(word: string, isVowelless: boolean): readonly string[] {
  if (!isVowelless) return [undoubled(consonantSkeleton(word.replaceAll('w', '')))];
  let readings: readonly string[] = [''];
  for (let at = 0; at < word.length;) {
    const letters =
      [3, 2].map((length) => word.slice(at, at + length)).find((cluster) => READINGS.has(cluster)) ?? word.charAt(at);
    const sounds = READINGS.get(letters) ?? [soundOf(letters)];
    const used = readings.length * sounds.length > MOST_READINGS ? sounds.slice(0, 1) : sounds;
    readings = used.flatMap((sound) => readings.map((before) => before + sound));
    at += letters.length;
  }
  return [...new Set(readings.map(undoubled))];
}

const MOST_READINGS = 16;

/**
 * What letters of Arabic, Persian, Urdu and Hebrew (as `romanizeVowelless` writes them) are read as, the most usual sound
 * first: Arabic tha is `th` or `s`, its jim `j` or `g`, the letters with `dh` are `dh`, `d` or `z`, waw is a vowel or `v`,
 * kha may be `h` or `ch`, Hebrew het is `h`, `ch` or `kh` and its tsade may be `z`.
 */
const READINGS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    tch: ['s'],
    sh: ['s'],
    zh: ['s'],
    gh: ['k'],
    th: ['t', 's'],
    dh: ['t', 's'],
    dj: ['s', 'ts'],
    ts: ['ts', 's'],
    kh: ['k', '', 's'],
    ch: ['', 's', 'k'],
    j: ['s', 'k'],
    w: ['', 'v'],
  }),
);

function soundOf(letter: string): string {
  const sound = SOUNDS.get(letter) ?? letter;
  return VOWELS.includes(sound) ? '' : sound;
}

function undoubled(sounds: string): string {
  let skeleton = '';
  for (const letter of sounds) {
    const sound = 'bfv'.includes(letter) ? 'p' : letter;
    if (!skeleton.endsWith(sound)) skeleton += sound;
  }
  return skeleton;
}

function clusterAt(word: string, at: number, first: string): readonly [string, string] | undefined {
  const known = clusters.get(first);
  if (!known || at + 1 === word.length) return undefined;
  const rest = word.slice(at, at + LONGEST_SPELLING);
  return known.find(([spelling]) => rest.startsWith(spelling));
}
