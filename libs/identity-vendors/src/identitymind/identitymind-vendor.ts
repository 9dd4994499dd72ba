import type { CaseOfVendor, FeedbackVerdict, IdentityVendor, VendorQuestion } from '../port/identity-vendor';
import type { VendorAnswer, VendorStage } from '../port/vendor-answer';
import { VendorError } from '../port/vendor-error';
import { type VendorHttpAnswer, VendorHttpClient } from '../http/vendor-http.client';
import { applicationOf } from './application';
import { multipart, type VendorFile } from './multipart';
import { readAnswer } from './read-answer';
import { readApplicationState } from './response-body';

export interface IdentityMindOptions {
  readonly url: string;
  readonly merchantId: string;
  readonly licenseKey: string;
  readonly hashSalt: string | null;
  readonly profile: string;
  readonly timeoutMs: number;
  /** For questions with images. */
  readonly documentTimeoutMs: number;
  readonly costMicros: number;
}

type AccountKind = 'consumer' | 'merchant';

/**
 * IdentityMind (eDNA, later Acuant and GBG) by its interface of 1.19: people are `/account/consumer`, businesses
 * `/account/merchant`. A case is named by us (`tid`), so that it is found again. `vendorReference` is `<kind>/<mtid>`.
 */
export class IdentityMindVendor implements IdentityVendor {
  readonly id = 'identitymind';
  readonly stages: ReadonlySet<VendorStage> = new Set(['identity', 'residential_address', 'id_document'] as const);
  readonly canRead = true;
  readonly timeoutMs: number;
  readonly costMicros: number;
  private readonly http: VendorHttpClient;

  constructor(private readonly options: IdentityMindOptions) {
    const { url, merchantId, licenseKey, timeoutMs, costMicros } = options;
    this.timeoutMs = timeoutMs;
    this.costMicros = costMicros;
    const credentials = Buffer.from(`${merchantId}:${licenseKey}`).toString('base64');
    this.http = new VendorHttpClient({ baseUrl: url, timeoutMs, headers: { authorization: `Basic ${credentials}` } });
  }

  async ask(question: VendorQuestion, signal: AbortSignal): Promise<VendorAnswer> {
    const kind = kindOf(question.applicant.type);
    const application = applicationOf(question, { ...this.options, nowMs: Date.now() });
    const body = JSON.stringify(application);
    const { timeoutMs, documentTimeoutMs } = this.options;
    const answer = await this.http.send(
      {
        method: 'POST',
        path: `/im/account/${kind}`,
        body,
        timeoutMs: question.images === undefined ? timeoutMs : documentTimeoutMs,
      },
      signal,
    );
    return answerOf(answer, kind, question);
  }

  async read(
    question: CaseOfVendor,
    vendorReference: string | null,
    signal: AbortSignal,
  ): Promise<VendorAnswer | null> {
    const kinds = vendorReference === null ? kindsOf(question) : [parseReference(vendorReference).kind];
    const caseId = vendorReference === null ? question.reference : parseReference(vendorReference).caseId;
    for (const kind of kinds) {
      const path = `/im/account/${kind}/${encodeURIComponent(caseId)}`;
      const answer = await this.http.send({ method: 'GET', path }, signal, (status) => status === 404);
      if (answer.status !== 404) return answerOf(answer, kind, question);
    }
    return null;
  }

  async sendFeedback(vendorReference: string, verdict: FeedbackVerdict, signal: AbortSignal): Promise<void> {
    const { kind, caseId } = parseReference(vendorReference);
    // A person who has looked has validated the applicant, or found that there is nothing to validate.
    const body = JSON.stringify(verdict === 'review' ? {} : { validate: true });
    const path = `/im/account/${kind}/${encodeURIComponent(caseId)}/${verdict}`;
    refuseErrorMessage(await this.http.send({ method: 'POST', path, body }, signal));
  }

  /** Adds a file to a case, for the people who look at it there; what the vendor answers is not published, and not read. */
  async attachFile(vendorReference: string, file: VendorFile, signal: AbortSignal): Promise<void> {
    const { kind, caseId } = parseReference(vendorReference);
    const path = `/im/account/${kind}/${encodeURIComponent(caseId)}/files`;
    refuseErrorMessage(await this.http.send({ method: 'POST', path, ...multipart(file) }, signal));
  }

  /** Closes every connection. */
  close(): Promise<void> {
    return this.http.close();
  }
}

function answerOf({ status, body }: VendorHttpAnswer, kind: AccountKind, question: CaseOfVendor): VendorAnswer {
  const state = readApplicationState(body, status);
  if (state.tid !== question.reference) {
    throw new VendorError('contract', 'IdentityMind answered about another case.', { httpStatus: status, raw: body });
  }
  return {
    ...readAnswer(state, question.stage),
    vendorReference: `${kind}/${state.mtid}`,
    httpStatus: status,
    raw: body,
  };
}

/** Older versions report errors with the status 200. */
function refuseErrorMessage({ status, body }: VendorHttpAnswer): void {
  if (!/"error_message"\s*:/.test(body)) return;
  throw new VendorError('rejected_request', 'IdentityMind did not take it.', { httpStatus: status, raw: body });
}

const kindOf = (type: 'individual' | 'business'): AccountKind => (type === 'business' ? 'merchant' : 'consumer');

/** Without the question at hand, who a case is about is not known: reading is free, so both are tried. */
const kindsOf = ({ applicant }: CaseOfVendor): readonly AccountKind[] =>
  applicant === undefined ? ['consumer', 'merchant'] : [kindOf(applicant.type)];

function parseReference(reference: string): { readonly kind: AccountKind; readonly caseId: string } {
  const [, kind, caseId] = /^(consumer|merchant)\/([A-Za-z0-9_-]{1,64})$/.exec(reference) ?? [];
  if (kind === undefined || caseId === undefined) {
    throw new VendorError('contract', 'That is no reference of IdentityMind.');
  }
  return { kind: kind === 'merchant' ? 'merchant' : 'consumer', caseId };
}
