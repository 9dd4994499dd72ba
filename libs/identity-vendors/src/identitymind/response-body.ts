import type { RequiredInput } from '../port/vendor-answer';
import { VendorError } from '../port/vendor-error';
import { readScoreCard, type ScoreCard } from './score-card';

/** The verdict of IdentityMind as it stands in an answer or a notification. */
export interface ApplicationState {
  readonly tid: string;
  /** The vendor's id of the case. In all that was seen the same as `tid`. */
  readonly mtid: string;
  /** `A`, `R`, `D`, `P`, and in older versions `E` and `C`; whatever else it is, it is nothing that we know. */
  readonly state: string;
  /** Only in the answer to a question; null when it is read again. */
  readonly res: string | null;
  readonly resultCodes: readonly string[];
  readonly card: ScoreCard;
  readonly requiredInput: RequiredInput | null;
}

/**
 * Reads a body. What is missing makes it unreadable: an answer without its score card may be anything.
 * @throws VendorError `contract`; `rejected_request` when the body reports an error, whatever its HTTP status was
 */
export function readApplicationState(raw: string, httpStatus: number): ApplicationState {
  const unreadable = (sentence: string) => new VendorError('contract', sentence, { httpStatus, raw });
  const body = parse(raw);
  if (body === null) throw unreadable('IdentityMind answered with something that is no JSON object.');
  if ('error_message' in body || body.res === 'ERROR' || body.transaction_status === 'error') {
    throw new VendorError('rejected_request', 'IdentityMind reports an error instead of a decision.', {
      httpStatus,
      raw,
    });
  }
  if ('merchantApplicationResponse' in body) {
    throw unreadable('IdentityMind answered in the format of before 1.19, which is not supported.');
  }
  const { tid, state, res, rcd } = body;
  const mtid = body.mtid ?? tid;
  if (!isCaseId(tid) || !isCaseId(mtid)) throw unreadable('IdentityMind answered without the id of a case.');
  if (typeof state !== 'string') throw unreadable('IdentityMind answered without a state.');
  const card = readScoreCard(body.ednaScoreCard);
  if (card === null) throw unreadable('IdentityMind answered without a score card.');
  return {
    tid,
    mtid,
    state,
    res: typeof res === 'string' && res !== '' ? res : null,
    resultCodes: typeof rcd === 'string' ? rcd.split(',').filter((code) => /^\d{1,6}$/.test(code)) : [],
    card,
    requiredInput: requiredInputOf(body),
  };
}

function requiredInputOf({ smsVerification, oowQuestions }: Readonly<Record<string, unknown>>): RequiredInput | null {
  if (typeof smsVerification === 'string' && smsVerification !== '') return 'sms_code';
  return typeof oowQuestions === 'object' && oowQuestions !== null ? 'knowledge_answers' : null;
}

function parse(raw: string): Readonly<Record<string, unknown>> | null {
  try {
    const body: unknown = JSON.parse(raw);
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}

/** It becomes part of a path. */
const isCaseId = (id: unknown): id is string => typeof id === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(id);
