/** The input fields of Smarty's US Street API that the simulator looks at. */
export interface SmartyInput {
  readonly input_id?: string;
  readonly street?: string;
  readonly street2?: string;
  readonly secondary?: string;
  readonly city?: string;
  readonly state?: string;
  readonly zipcode?: string;
  readonly match?: string;
}

interface Verdict {
  readonly code: 'Y' | 'N' | 'S' | 'D' | '';
  readonly footnotes: string;
  readonly changes?: string;
  readonly analysis?: Readonly<Record<string, string>>;
}

const valid: Verdict = { code: 'Y', footnotes: 'AABB', changes: 'N#' };

/** By a word of the street; every other address is valid. */
const verdicts: Readonly<Record<string, Verdict>> = {
  misspelt: { code: 'Y', footnotes: 'AABB', changes: 'M#N#' },
  nowhere: { code: 'N', footnotes: 'AAM3' },
  unheard: { code: '', footnotes: 'A1', changes: 'F#' },
  vacant: { ...valid, analysis: { dpv_vacant: 'Y' } },
  tower: { code: 'D', footnotes: 'AAN1', changes: 'H#' },
  ambiguous: valid,
  mailbox: { code: 'Y', footnotes: 'AABBR1', analysis: { dpv_cmra: 'Y' } },
};

const abbreviations: Readonly<Record<string, string>> = {
  street: 'St',
  avenue: 'Ave',
  road: 'Rd',
  north: 'N',
  south: 'S',
  apartment: 'Apt',
  suite: 'Ste',
};

/** What Smarty's `match: invalid` would answer about one address, for the words that the simulator knows. */
export function candidatesFor(input: SmartyInput, inputIndex: number): object[] {
  const { street = '', secondary = '', city = '', state = '', zipcode = '' } = input;
  const words = street.toLowerCase().split(/[^a-z]+/);
  const word = Object.keys(verdicts).find((each) => words.includes(each));
  const isEligible = street !== '' && (zipcode !== '' || (city !== '' && state !== ''));
  if (!isEligible || words.includes('missing')) return [];
  const verdict = verdictOn(word, secondary);
  const zip = zipcode.slice(0, 5);
  const line = abbreviated(`${street} ${secondary}`.trim()).replace(/misspelt/i, 'Mended');
  const candidate = (candidateIndex: number) => ({
    ...(input.input_id === undefined ? {} : { input_id: input.input_id }),
    input_index: inputIndex,
    candidate_index: candidateIndex,
    delivery_line_1: candidateIndex === 0 ? line : `${line} NW`,
    last_line: `${city} ${state} ${zip}-0001`,
    delivery_point_barcode: `${zip}0001000`,
    components: {
      primary_number: street.split(' ')[0] ?? '',
      city_name: city,
      state_abbreviation: state,
      zipcode: zip,
      plus4_code: '0001',
    },
    metadata: { record_type: 'S', zip_type: 'Standard', rdi: 'Residential', precision: 'Zip9' },
    analysis: {
      dpv_match_code: verdict.code,
      dpv_footnotes: verdict.footnotes,
      dpv_cmra: 'N',
      dpv_vacant: 'N',
      dpv_no_stat: 'N',
      active: 'Y',
      footnotes: verdict.changes ?? '',
      ...verdict.analysis,
    },
  });
  return word === 'ambiguous' ? [candidate(0), candidate(1)] : [candidate(0)];
}

function verdictOn(word: string | undefined, secondary: string): Verdict {
  if (word === undefined) return secondary === 'Apt 999' ? { code: 'S', footnotes: 'AACC' } : valid;
  return word === 'tower' && secondary !== '' ? valid : (verdicts[word] ?? valid);
}

const abbreviated = (line: string): string =>
  line
    .split(' ')
    .map((word) => abbreviations[word.toLowerCase()] ?? word)
    .join(' ');
