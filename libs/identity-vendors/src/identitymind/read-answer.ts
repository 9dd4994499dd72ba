import type {
  AttributeResult,
  RecognisedDocument,
  RequiredInput,
  VendorAnswer,
  VendorOutcome,
  VendorStage,
  VerifiedAttribute,
} from '../port/vendor-answer';
import type { VendorReason } from '../reason-catalog';
import type { ApplicationState } from './response-body';
import type { ScoreCard } from './score-card';
import { attributeTests, neverWithApproval, reasonOfTest } from './security-tests';

/** Result codes that say more than the tests do. */
const reasonsOfCodes: Readonly<Record<string, VendorReason>> = {
  '10020': 'blacklisted',
  '10580': 'watchlist-match',
  '10840': 'ip-location-mismatch',
  '10990': 'ip-risk',
  '11010': 'email-risk',
};

/** `dv:1`: the image could not be read as a document; `dv:21`: it did not allow a decision. */
const imageTests = ['dv:1', 'dv:21'] as const;

/** What is wrong with an image or a document is so by its raw value, whether or not the policy has a rule about it. */
const testsOfDocuments = ['dv:0', ...imageTests, 'dv:2', 'dv:3', 'dv:20'] as const;

/** What IdentityMind says, in our words; all but what identifies the call. */
export type ReadAnswer = Omit<VendorAnswer, 'vendorReference' | 'httpStatus' | 'raw'>;

/** Only the state `A`, with nothing that speaks against it, is an approval. */
export function readAnswer(body: ApplicationState, stage: VendorStage): ReadAnswer {
  const { card } = body;
  const found = reasonsOf(body, stage);
  const { outcome, reason = null, requiredInput = null } = statedBy(body, stage, found);
  const reasons = reason === null ? found : [...found, reason];
  const needsReason = outcome === 'declined' || outcome === 'needs_review';
  return {
    outcome,
    reasons: reasons.length === 0 && needsReason ? ['vendor-policy'] : reasons,
    vendorCodes: codesOf(body),
    attributes: stage === 'id_document' ? comparedAttributes(card) : {},
    requiredInput,
    ...(stage === 'id_document' ? { document: recognised(card) } : {}),
  };
}

interface Stated {
  readonly outcome: VendorOutcome;
  readonly reason?: VendorReason;
  readonly requiredInput?: RequiredInput;
}

function statedBy(body: ApplicationState, stage: VendorStage, found: readonly VendorReason[]): Stated {
  const { state, card, requiredInput } = body;
  const needsImages = stage === 'id_document' && imageTests.some((test) => card.isBad(test) === true);
  switch (state) {
    case 'D':
      return needsImages && isAboutDocumentOnly(body, found) ? asksFor('new_images') : { outcome: 'declined' };
    case 'P':
      return requiredInput === null ? { outcome: 'pending' } : asksFor(requiredInput);
    case 'A':
    case 'R':
      if (requiredInput !== null) return asksFor(requiredInput);
      if (card.isWaiting) return { outcome: 'pending' };
      if (needsImages) return asksFor('new_images');
      return state === 'R' ? { outcome: 'needs_review' } : accepted(body, found);
    case 'E':
      return { outcome: 'unknown', reason: 'vendor-error' };
    case 'C':
      return { outcome: 'unknown', reason: 'vendor-case-closed' };
    default:
      return { outcome: 'unknown', reason: 'vendor-state-unknown' };
  }
}

const asksFor = (requiredInput: RequiredInput): Stated => ({ outcome: 'requires_input', requiredInput });

/** `state` is the outcome and `res` what the policy said; where an acceptance has both, they must agree. */
function accepted({ res }: ApplicationState, found: readonly VendorReason[]): Stated {
  const isContradicted = (res !== null && res !== 'ACCEPT') || found.some((reason) => neverWithApproval.has(reason));
  return isContradicted ? { outcome: 'needs_review', reason: 'vendor-contradiction' } : { outcome: 'approved' };
}

/** A bad picture fails other tests of the document too; a blacklist is no matter of pictures. */
const isAboutDocumentOnly = ({ card }: ApplicationState, found: readonly VendorReason[]): boolean =>
  card.fired.every((test) => test.startsWith('dv:')) && !found.some((reason) => neverWithApproval.has(reason));

function reasonsOf({ card, resultCodes, state }: ApplicationState, stage: VendorStage): readonly VendorReason[] {
  const ofTests = card.fired.map(reasonOfTest);
  const ofDocuments = testsOfDocuments.filter((test) => card.isBad(test) === true).map(reasonOfTest);
  const ofCodes = state === 'A' ? [] : resultCodes.flatMap((code) => reasonsOfCodes[code] ?? []);
  return [
    ...new Set([
      ...ofTests,
      ...ofDocuments,
      ...ofCodes,
      ...(stage === 'id_document' && state === 'A' ? unexamined(card) : []),
    ]),
  ];
}

/** What cannot be told apart from a document that nobody has looked at, or is told in words that we do not know. */
function unexamined(card: ScoreCard): VendorReason[] {
  const isExamined = card.isBad('dv:1') !== null || card.isBad('dv:3') !== null;
  const { issuingCountry, type } = recognised(card);
  const isSaid = (test: string) => (card.valueOf(test)?.trim() ?? '') !== '';
  return [
    ...(isExamined ? [] : ['document-service-unavailable' as const]),
    ...(issuingCountry === null && isSaid('dv:18') ? ['document-not-understood' as const] : []),
    ...(type === null && isSaid('dv:19') ? ['document-not-understood' as const] : []),
  ];
}

function codesOf({ card, resultCodes, res, state }: ApplicationState): readonly string[] {
  return [
    // Words of the vendor; whatever else stands there is not repeated.
    ...(/^[A-Z]$/.test(state) ? [`state:${state}`] : []),
    ...(res !== null && /^[A-Z_]{1,20}$/.test(res) ? [`res:${res}`] : []),
    ...(card.ruleId === null ? [] : [`rule:${card.ruleId}`]),
    ...resultCodes.map((code) => `rcd:${code}`),
    ...card.fired,
  ];
}

function comparedAttributes(card: ScoreCard): Partial<Record<VerifiedAttribute, AttributeResult>> {
  const compared = attributeTests.flatMap(([test, attributes]) => {
    if (!card.has(test)) return [];
    const isBad = card.isBad(test);
    const result: AttributeResult = isBad === null ? 'no_data' : isBad ? 'no_match' : 'match';
    return attributes.map((attribute) => [attribute, result] as const);
  });
  return Object.fromEntries(compared);
}

const documentWords: Readonly<Record<string, RecognisedDocument['type']>> = {
  passport: 'PP',
  'identification card': 'ID',
  'identity card': 'ID',
  'drivers license': 'DL',
  "driver's license": 'DL',
  'driving license': 'DL',
  'residence permit': 'RP',
  'utility bill': 'UB',
};

function recognised({ valueOf }: ScoreCard): RecognisedDocument {
  const country = valueOf('dv:18')?.trim() ?? '';
  const word = valueOf('dv:19')?.trim().toLowerCase() ?? '';
  // Germany's passports say `D`.
  return { issuingCountry: /^[A-Z]{1,3}$/.test(country) ? country : null, type: documentWords[word] ?? null };
}
