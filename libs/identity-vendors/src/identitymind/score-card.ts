import { isBadValue } from './security-tests';

/** What a score card says, test by test. */
export interface ScoreCard {
  /** The vendor still waits for somebody else: the state that it gives is not its last. */
  readonly isWaiting: boolean;
  /** Tests of which a rule has met the bad condition, in order of appearance. */
  readonly fired: readonly string[];
  /** Whether a test speaks against the applicant: a rule first, then the raw value; null when neither says so. */
  isBad(test: string): boolean | null;
  /** Whether the card says anything of the test. */
  has(test: string): boolean;
  /** The raw value of a test. */
  valueOf(test: string): string | null;
  readonly ruleId: number | null;
  /** The newest moment that the card speaks of, in milliseconds; 0 when it speaks of none. */
  readonly newestMs: number;
}

interface Entry {
  readonly test: string;
  /** Undefined for the raw value of a test; else whether a rule's bad condition was met. */
  readonly fired: boolean | undefined;
  readonly details: string;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads `ednaScoreCard`. A test is there once with its raw value, which has no `fired`, and once more for every condition of
 * a rule about it. @returns null when it is no score card of the format since 1.19
 */
export function readScoreCard(card: unknown): ScoreCard | null {
  if (!isObject(card) || !Array.isArray(card.etr)) return null;
  const evaluation = isObject(card.er) ? card.er : {};
  const rule = isObject(evaluation.reportedRule) ? evaluation.reportedRule : {};
  const written = [...objectsIn(card.etr), ...objectsIn(rule.testResults)];
  const entries = written.map(readEntry).filter((entry) => entry !== null);
  const fired = new Set(entries.filter((entry) => entry.fired === true).map(({ test }) => test));
  const valueOf = (test: string) =>
    entries.find((entry) => entry.test === test && entry.fired === undefined)?.details ?? null;
  return {
    isWaiting: written.some(({ waitingForData }) => waitingForData === true),
    fired: [...fired],
    isBad: (test) => {
      if (fired.has(test)) return true;
      const value = valueOf(test);
      const isBad = value === null ? null : isBadValue(test, value);
      if (isBad !== null) return isBad;
      return entries.some((entry) => entry.test === test && entry.fired === false) ? false : null;
    },
    has: (test) => entries.some((entry) => entry.test === test),
    valueOf,
    ruleId: typeof rule.ruleId === 'number' && Number.isInteger(rule.ruleId) ? rule.ruleId : null,
    newestMs: Math.max(0, ...written.map(({ ts }) => (typeof ts === 'number' && Number.isFinite(ts) ? ts : 0))),
  };
}

/** Whatever does not look like a test is nobody's: its name could be anything. */
function readEntry({ test, fired, details }: Json): Entry | null {
  if (typeof test !== 'string' || !/^[a-z0-9]{2}:\d{1,4}$/.test(test)) return null;
  return {
    test,
    fired: typeof fired === 'boolean' ? fired : undefined,
    details: typeof details === 'string' ? details : '',
  };
}

const objectsIn = (list: unknown): readonly Json[] => (Array.isArray(list) ? (list as unknown[]).filter(isObject) : []);

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
