import { VendorError } from '../port/vendor-error';

interface FieldLimit {
  readonly max: number;
  /** Whether a longer value is cut: the vendor compares names and addresses loosely, and knows no more of them either. */
  readonly isCut: boolean;
}

const cutAfter = (max: number): FieldLimit => ({ max, isCut: true });
const atMost = (max: number): FieldLimit => ({ max, isCut: false });

/**
 * Characters that IdentityMind takes, as its own SDK has it. Half an e-mail address or number is another one, so those are
 * refused; the vendor would cut them silently.
 */
const limits: Readonly<Record<string, FieldLimit>> = {
  man: atMost(60),
  tid: atMost(40),
  tea: atMost(60),
  bfn: cutAfter(30),
  bln: cutAfter(50),
  bsn: cutAfter(100),
  bc: cutAfter(30),
  bs: cutAfter(30),
  bz: atMost(20),
  bco: atMost(2),
  asn: cutAfter(100),
  ac: cutAfter(30),
  as: cutAfter(30),
  az: atMost(20),
  aco: atMost(2),
  aph: atMost(60),
  ip: atMost(40),
  phn: atMost(60),
  pm: atMost(60),
  pw: atMost(60),
  ptoken: atMost(64),
};

/** Whatever has no limit of its own. */
const OTHER_FIELDS_BYTES = 128;
/** The middle name, and the names of businesses. */
const cutAmongOthers = new Set(['bmn', 'amn', 'dba']);
const withoutLimit = new Set(['dfp', 'scanData', 'backsideImageData', 'faceImages']);

/**
 * A value as it may be sent. Text is cut between characters as people see them, never within one.
 * @throws VendorError `rejected_request` that names the field and not the value
 */
export function fitted(key: string, value: string): string {
  if (withoutLimit.has(key)) return value;
  const limit = limits[key];
  const [max, sizeOf] = limit === undefined ? [OTHER_FIELDS_BYTES, bytesOf] : [limit.max, charactersOf];
  if (sizeOf(value) <= max) return value;
  if (limit?.isCut ?? cutAmongOthers.has(key)) return cut(value, max, sizeOf);
  throw new VendorError('rejected_request', `IdentityMind takes ${max} characters at most in "${key}".`);
}

const charactersOf = (text: string): number => [...text].length;
const bytesOf = (text: string): number => Buffer.byteLength(text);

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

function cut(text: string, max: number, sizeOf: (text: string) => number): string {
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (sizeOf(kept + segment) > max) break;
    kept += segment;
  }
  return kept.trimEnd();
}
