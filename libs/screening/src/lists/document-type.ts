/** What the words of a document tell it to be; the first that fits. */
const TYPE_BY_WORDS: readonly (readonly [RegExp, string])[] = [
  [/passport|passeport|pasaporte/iu, 'passport'],
  [/driv(?:er|ing)/iu, 'drivers-license'],
  [/\btax\b|fiscal|\bvat\b|\binn\b|\btin\b|codigo fiscal/iu, 'tax-id'],
  [/\bimo\b/iu, 'imo'],
  [/\bswift\b|\bbic\b/iu, 'bic'],
  [/travel document|refugee|\bvisa\b|laissez/iu, 'travel-document'],
  [/regist|\bogrn\b|\bcompany\b|commerce|trade licen|enterprise|organi[sz]ation/iu, 'registration'],
];

/** The `type` of an identification by the publisher's description of it; what nothing else fits is a `national-id`. */
export function documentType(description: string): string {
  return TYPE_BY_WORDS.find(([words]) => words.test(description))?.[1] ?? 'national-id';
}

/** The first thing in a text that looks like the number of a document: `passport number 900100, issued …`. */
export function documentNumberIn(text: string): string | undefined {
  return /\b(?:[A-Z]{1,6}[- ]?)?\d[\dA-Z][\dA-Z./-]{2,}\b/u.exec(text)?.[0];
}
