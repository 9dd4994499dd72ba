const VOWELS = 'aeiouyh';

/** The letter that stands for each sound, by what it may be spelled with; the longest spelling at a place counts. */
const SOUNDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    s: 'shch sch tsch sh ch zh dj j z',
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
 * The skeleton to compare with a word from a script without vowels. `w` may be a vowel there and goes; `b`, `p`, `f` and
 * `v` are one sound, for Arabic writes `p` as `b` and `v` as `f`, and Hebrew has one letter for `b` and `v` and one for
 * `p` and `f`; nothing is doubled.
 */
export function vowellessSkeleton(word: string): string {
  let skeleton = '';
  for (const letter of consonantSkeleton(word.replaceAll('w', ''))) {
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
