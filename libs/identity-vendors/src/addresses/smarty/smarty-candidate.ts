import { VendorError } from '../../port/vendor-error';

/** What is read of one object of Smarty's answer. Empty text where Smarty leaves a field out. */
export interface SmartyCandidate {
  readonly inputId: string;
  readonly deliveryLine1: string;
  readonly deliveryLine2: string;
  readonly cityName: string;
  readonly state: string;
  readonly zipcode: string;
  readonly plus4Code: string;
  readonly recordType: string;
  readonly dpvMatchCode: string;
  /** Two characters each. */
  readonly dpvFootnotes: string;
  readonly dpvCmra: string;
  readonly dpvVacant: string;
  readonly dpvNoStat: string;
  /** What was changed: `A#B#`. */
  readonly footnotes: string;
}

/**
 * Reads the body of an answer: a JSON array of candidates, none, one or several for each lookup.
 * @throws VendorError `contract` when it is anything else
 */
export function readCandidates(body: string): SmartyCandidate[] {
  const parsed = parse(body);
  if (!Array.isArray(parsed)) throw notUnderstood();
  return parsed.map(candidateOf);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Without the cause: it quotes the body.
    throw notUnderstood();
  }
}

function candidateOf(value: unknown): SmartyCandidate {
  const candidate = objectOf(value);
  const components = objectOf(candidate.components ?? {});
  const metadata = objectOf(candidate.metadata ?? {});
  const analysis = objectOf(candidate.analysis ?? {});
  return {
    inputId: textOf(candidate.input_id),
    deliveryLine1: textOf(candidate.delivery_line_1),
    deliveryLine2: textOf(candidate.delivery_line_2),
    cityName: textOf(components.city_name),
    state: textOf(components.state_abbreviation),
    zipcode: textOf(components.zipcode),
    plus4Code: textOf(components.plus4_code),
    recordType: textOf(metadata.record_type),
    dpvMatchCode: textOf(analysis.dpv_match_code),
    dpvFootnotes: textOf(analysis.dpv_footnotes),
    dpvCmra: textOf(analysis.dpv_cmra),
    dpvVacant: textOf(analysis.dpv_vacant),
    dpvNoStat: textOf(analysis.dpv_no_stat),
    footnotes: textOf(analysis.footnotes),
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notUnderstood();
  return value as Readonly<Record<string, unknown>>;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw notUnderstood();
  return value.trim();
}

const notUnderstood = (): VendorError =>
  new VendorError('contract', 'The answer of the address vendor is not of the form that it documents.', {
    httpStatus: 200,
  });
