import type { Applicant } from './applicants';

interface Token {
  readonly subject: string;
  readonly listed: string;
  readonly relation: string;
}

export interface Hit {
  readonly list: string;
  readonly entryId: string;
  readonly matchedName: string;
  readonly nameKind: string;
  readonly score: number;
  readonly parts: { readonly birthDate?: { readonly outcome: string } };
  readonly tokens: readonly Token[];
}

export interface Screening {
  readonly state: string;
  readonly errorCode: string | null;
  readonly hits: readonly Hit[];
  readonly lists: readonly {
    readonly id: string;
    readonly isMadeUp: boolean;
    readonly origin: string;
    readonly entries: number;
  }[];
}

/** The identity verification of an applicant, and where it stands as a customer. */
export interface CustomerResult {
  readonly status: string;
  readonly verification: { readonly state: string; readonly reasons: readonly string[] } | { readonly lacks: string };
}

/** What is known of one applicant in the end. */
export interface Result {
  readonly applicant: Applicant;
  readonly screening: Screening | null;
  /** Null for what was only screened. */
  readonly customer: CustomerResult | null;
  /** Why there is none. */
  readonly trouble: string | null;
  readonly latencyMs: number | null;
}

const ROWS_AT_MOST = 50;
const header = ['applicant', 'screening', 'score', 'best hit', 'why', 'KYC', 'customer', 'webhook after'];
const widest = [26, 15, 5, 40, 40, 36, 15, 13];

/** The table of the demonstration; of many rows those that a person must look at. */
export function resultsTable(results: readonly Result[]): string[] {
  const worthShowing = results.length <= ROWS_AT_MOST ? results : results.filter(needsEyes).slice(0, ROWS_AT_MOST);
  const rows = worthShowing.map(rowOf);
  const widths = header.map((title, column) =>
    Math.min(widest[column] ?? 20, Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(lengthOf))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => fit(cell, widths[column] ?? 20))
      .join('  ')
      .trimEnd();
  const hidden = results.length - rows.length;
  return [
    line(header),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.map(line),
    ...(hidden > 0
      ? [`… and ${hidden} more ${results.length <= ROWS_AT_MOST ? '' : '(hits and troubles are shown first)'}`]
      : []),
  ];
}

const needsEyes = ({ screening, trouble }: Result): boolean => trouble !== null || screening?.state !== 'clear';

function rowOf({ applicant, screening, customer, trouble, latencyMs }: Result): string[] {
  const [best] = screening?.hits ?? [];
  const latency = latencyMs === null ? '–' : `${Math.round(latencyMs)} ms`;
  const standing = [kycOf(customer), wordsOf(customer?.status ?? '–')];
  if (screening === null) return [applicant.name, 'not answered', '', '', trouble ?? '', ...standing, latency];
  const state = `${wordsOf(screening.state)} ${screening.errorCode ?? ''}`.trim();
  if (best === undefined) return [applicant.name, state, '', '', '', ...standing, latency];
  const hit = `${best.matchedName} (${best.list} ${best.entryId})`;
  return [applicant.name, state, best.score.toFixed(2), hit, whyOf(best), ...standing, latency];
}

function kycOf(customer: CustomerResult | null): string {
  if (customer === null) return '–';
  const { verification } = customer;
  if ('lacks' in verification) return `not asked: no ${verification.lacks}`;
  const reasons = verification.reasons.length === 0 ? '' : `: ${verification.reasons.join(', ')}`;
  return `${wordsOf(verification.state)}${reasons}`;
}

const wordsOf = (state: string): string => state.replaceAll('_', ' ');

/** The evidence in a few words: how the words of the name agree, and the birth date. */
function whyOf({ tokens, parts, nameKind }: Hit): string {
  const count = (relation: string) => tokens.filter((token) => token.relation === relation).length;
  const notable = tokens.filter(
    ({ relation }) => relation !== 'exact' && relation !== 'missing' && relation !== 'extra',
  );
  const words = [
    count('exact') > 0 ? `${count('exact')} equal` : '',
    ...notable.map(({ subject, listed, relation }) => `${subject}~${listed} (${relation})`),
    count('extra') > 0 ? `${count('extra')} extra` : '',
    count('missing') > 0 ? `${count('missing')} missing` : '',
  ].filter((word) => word !== '');
  const birthDate = parts.birthDate?.outcome;
  const evidence = birthDate === undefined || birthDate === 'not-compared' ? '' : `; birth date ${birthDate}`;
  return `${nameKind === 'primary' ? '' : `${nameKind}: `}${words.join(', ')}${evidence}`;
}

const lengthOf = (text: string): number => [...text].length;

function fit(text: string, width: number): string {
  const letters = [...text];
  if (letters.length > width) return `${letters.slice(0, width - 1).join('')}…`;
  return text + ' '.repeat(width - letters.length);
}
