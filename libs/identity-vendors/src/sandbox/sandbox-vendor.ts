import { readAnswer } from '../identitymind/read-answer';
import { readApplicationState } from '../identitymind/response-body';
import type { Applicant, ApplicantAddress } from '../port/applicant';
import type { CaseOfVendor, DocumentImages, IdentityVendor, VendorQuestion } from '../port/identity-vendor';
import { type VendorAnswer, type VendorStage, vendorStages } from '../port/vendor-answer';
import { VendorError } from '../port/vendor-error';
import { magicDocumentNumbers, magicFaults, type MagicVerdict, type MagicWord, magicWords } from './magic-values';
import { sandboxAttributes } from './sandbox-attributes';
import { magicWordIn, simulatedAnswer, simulatedState, verdictOn } from './simulated-application';

/** Any moment does: the same question always has the same answer. */
const AT_MS = 1_520_305_964_000;

/**
 * Makes its answers up from magic values (docs/vendors.md), without a network and without memory. Everybody else is approved,
 * which is why production refuses it.
 */
export class SandboxVendor implements IdentityVendor {
  readonly id = 'sandbox';
  readonly stages: ReadonlySet<VendorStage> = new Set(vendorStages);
  readonly timeoutMs = 1_000;
  readonly costMicros = 0;
  readonly canRead = true;

  async ask(question: VendorQuestion, signal: AbortSignal): Promise<VendorAnswer> {
    signal.throwIfAborted();
    const images = imagesOf(question.images);
    const word = wordOf(question);
    if (word?.fault !== undefined) throw failure(word.fault);
    const verdict = word?.verdict ?? verdictOn(images);
    const answer = answered(
      question,
      verdict,
      simulatedAnswer(verdict, images, { ...caseOf(question), documentType: question.images?.documentType }),
    );
    const attributes = { ...sandboxAttributes(question, verdict), ...answer.attributes };
    return { ...answer, attributes, vendorReference: `${keyOf(word) ?? 'none'}/${question.reference}` };
  }

  /** What was pending is decided when it is read. A case without its reference is not known: nothing is remembered. */
  async read(
    question: CaseOfVendor,
    vendorReference: string | null,
    signal: AbortSignal,
  ): Promise<VendorAnswer | null> {
    signal.throwIfAborted();
    if (vendorReference === null) return null;
    const word = magicWords[vendorReference.split('/')[0] ?? ''];
    const verdict = word?.then ?? word?.verdict ?? verdictOn([]);
    return { ...answered(question, verdict, simulatedState(verdict, [], caseOf(question))), vendorReference };
  }

  async sendFeedback(_vendorReference: string, _verdict: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
  }
}

function answered(question: CaseOfVendor, verdict: MagicVerdict, body: object): VendorAnswer {
  const raw = JSON.stringify(body);
  const answer = readAnswer(readApplicationState(raw, 200), question.stage);
  const reasons = verdict.reason === undefined ? answer.reasons : [verdict.reason];
  return { ...answer, reasons, vendorReference: null, httpStatus: 200, raw };
}

function wordOf({ stage, applicant, images }: VendorQuestion): MagicWord | undefined {
  if (stage === 'id_document' && images === undefined) {
    throw new VendorError('rejected_request', 'There are no images of a document.');
  }
  if (stage !== 'government_id') {
    const { lastName, legalName } = applicant;
    return magicWordIn([lastName, legalName, addressAskedAbout(stage, applicant)?.line1]);
  }
  const { governmentId } = applicant;
  if (governmentId === undefined) throw new VendorError('rejected_request', 'There is no document to ask about.');
  return magicDocumentNumbers[governmentId.number.trim().toUpperCase()];
}

const addressAskedAbout = (stage: VendorStage, { address, governmentId }: Applicant): ApplicantAddress | undefined =>
  stage === 'residential_address' ? address : (governmentId?.address ?? address);

const imagesOf = (images: DocumentImages | undefined): readonly Buffer[] =>
  [images?.front, images?.back, images?.face].filter((image) => image !== undefined);

const keyOf = (word: MagicWord | undefined): string | undefined =>
  Object.entries(magicWords).find(([, known]) => known === word)?.[0];

const caseOf = ({ reference, stage }: CaseOfVendor) => ({
  tid: reference,
  mtid: reference,
  stage: stage === 'id_document' ? 2 : 1,
  atMs: AT_MS,
});

function failure(fault: keyof typeof magicFaults): VendorError {
  const status = /^status-(\d{3})$/.exec(fault)?.[1];
  return new VendorError(magicFaults[fault], 'The sandbox vendor was told to fail by a magic value.', {
    httpStatus: status === undefined ? null : Number(status),
    retryAfterMs: fault === 'status-429' ? 1_000 : null,
  });
}
