import { acceptance, type MagicVerdict, type MagicWord, magicWords } from './magic-values';

/** The parts of an application that magic values stand in. */
export interface MagicInput {
  /** Last name, legal name, first line of the address. */
  readonly texts: readonly (string | undefined)[];
  /** Images of a document; none when there is no document. */
  readonly images: readonly Buffer[];
}

export interface SimulatedCase {
  readonly tid: string;
  readonly mtid: string;
  readonly stage: number;
  /** Milliseconds; goes into the score card. */
  readonly atMs: number;
  /** Which type of document was said to come; a passport when nothing was. */
  readonly documentType?: string | undefined;
}

const MARKED_BYTES = 4_096;

/** The first magic word among the texts, whatever its case; undefined when all is as usual. */
export function magicWordIn(texts: MagicInput['texts']): MagicWord | undefined {
  const words = texts.map((text) => magicWords[text?.trim().toUpperCase() ?? '']);
  return words.find((word) => word !== undefined);
}

/** What becomes of an application without a magic word: accepted, or what its images are marked with. */
export function verdictOn(images: readonly Buffer[]): MagicVerdict {
  const fired = markersOf(images).filter((marker) => marker.startsWith('dv:'));
  if (fired.length === 0) return acceptance;
  const asksForPerson = new Set(['dv:1', 'dv:21', 'dv:8', 'dv:9', 'dv:10']);
  return fired.some((test) => !asksForPerson.has(test))
    ? { state: 'D', res: 'DENY', fired }
    : { state: 'R', res: 'MANUAL_REVIEW', fired };
}

/** `dv:3`, `country:CHN`: what stands behind `bonafide:` in the bytes. */
function markersOf(images: readonly Buffer[]): readonly string[] {
  const texts = images.map((image) => image.subarray(0, MARKED_BYTES).toString('latin1'));
  return texts.flatMap((text) =>
    [...text.matchAll(/bonafide:((?:dv:\d{1,2})|(?:country:[A-Z]{3}))/g)].map(([, it = '']) => it),
  );
}

/** An answer of IdentityMind, as its `GET` and its notifications have it. */
export function simulatedState(
  verdict: MagicVerdict,
  images: readonly Buffer[],
  { tid, mtid, stage, atMs, documentType = 'PP' }: SimulatedCase,
) {
  const { state, res, fired = [], isWaiting } = verdict;
  const at = { ts: atMs, stage: String(stage) };
  const firedEntries = fired.map((test) => ({ test, fired: true, details: '[Fired] details', ...at }));
  return {
    mtid,
    tid,
    state,
    rcd: '',
    ednaScoreCard: {
      sc: [],
      etr: [
        { test: 'ed:1', fired: fired.includes('ed:1'), details: 'ed:1(false) = true', ...at },
        { test: 'ed:28', details: 'true', ...at },
        ...(isWaiting === true ? [{ test: 'ss:0', waitingForData: true, ...at }] : []),
        ...(images.length === 0 ? [] : documentEntries(images, fired, documentType, at)),
        ...firedEntries,
      ],
      er: {
        profile: 'DEFAULT',
        reportedRule: {
          name: 'Sandbox Rule',
          description: 'Rule fired from sandbox',
          details: '[Fired] details',
          ruleId: 1002,
          resultCode: res,
          testResults: firedEntries,
        },
      },
    },
    ...(verdict.asksFor === 'sms' ? { smsVerification: '+15005550006' } : {}),
    ...(verdict.asksFor === 'quiz' ? { oowQuestions: quiz } : {}),
  };
}

/** The answer to a question has more than what is read later. */
export function simulatedAnswer(verdict: MagicVerdict, images: readonly Buffer[], of: SimulatedCase) {
  const rule = { frp: verdict.res, frn: 'Sandbox Rule', frd: 'Rule fired from sandbox' };
  const user = { user: 'UNKNOWN', upr: 'UNKNOWN', erd: 'Unknown User' };
  const { res } = verdict;
  return {
    ...simulatedState(verdict, images, of),
    ...rule,
    ...user,
    res,
    rcd: '131,101,50005,150,202,1002',
    arpr: 'DISABLED',
  };
}

const quiz = {
  questions: [
    { questionId: 0, questionText: 'Which of these streets have you lived in?', choices: ['None of the above'] },
  ],
};

const documentTests = [0, 1, 2, 3, 4, 5, 8, 9, 10, 20, 21].map((number) => `dv:${number}`);

/** What the vendor calls what it has recognised. */
const documentNames: Readonly<Record<string, string>> = {
  PP: 'Passport',
  DL: 'Drivers License',
  ID: 'Identification Card',
  RP: 'Residence Permit',
  UB: 'Utility Bill',
};

function documentEntries(images: readonly Buffer[], fired: readonly string[], documentType: string, at: object) {
  const country = markersOf(images).find((marker) => marker.startsWith('country:'));
  const raw = (test: string, details: string) => ({ test, details, ...at });
  return [
    ...documentTests.map((test) => raw(test, String(!fired.includes(test)))),
    // The one that is bad when true.
    raw('dv:11', String(fired.includes('dv:11'))),
    raw('dv:12', 'MITEK'),
    raw('dv:13', 'EXTRACTED NAME'),
    raw('dv:14', 'EXTRACTED ADDRESS'),
    raw('dv:15', '1980-01-01'),
    raw('dv:16', 'EXTRACTED-NUMBER'),
    raw('dv:18', country?.slice('country:'.length) ?? 'USA'),
    raw('dv:19', documentNames[documentType] ?? 'Passport'),
  ];
}
