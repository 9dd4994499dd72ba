import type { DispositionId } from '../screening-ids';
import type { HitState } from './hit-state';

export const decisions = ['dismiss', 'confirm'] as const;
export type Decision = (typeof decisions)[number];

/**
 * What a decision rests on, one list for each decision. They follow the steps of OFAC's own guidance on a potential match
 * (OFAC FAQ 5): compare type, full name, and then every other fact. Stored, so never renamed.
 */
export const reasonCodes = {
  dismiss: [
    'type-differs',
    'name-differs',
    'birth-date-differs',
    'country-differs',
    'identification-differs',
    'address-differs',
    'several-facts-differ',
    'other-evidence',
  ],
  confirm: ['identification-agrees', 'birth-date-agrees', 'address-agrees', 'several-facts-agree', 'other-evidence'],
} as const satisfies Record<Decision, readonly string[]>;

export type ReasonCode = (typeof reasonCodes)[Decision][number];

/** The reason that says nothing by itself. */
export const REASON_TO_EXPLAIN = 'other-evidence' satisfies ReasonCode;

export const isReasonFor = (decision: Decision, reasonCode: ReasonCode): boolean =>
  (reasonCodes[decision] as readonly ReasonCode[]).includes(reasonCode);

/** Who decides. The API key vouches for the organization, the organization for the person. */
export interface DecidingPerson {
  /** The person's id in the organization's own system; no personal data. */
  readonly actor: string;
  readonly apiKeyId: string;
}

export interface DispositionRequest extends DecidingPerson {
  readonly decision: Decision;
  readonly reasonCode: ReasonCode;
  readonly comment: string | null;
  /** Until when a dismissal keeps the hit from coming back; null for as long as nothing changes. */
  readonly suppressUntil: Date | null;
}

/** One line of a hit's history. */
export interface DispositionSnapshot {
  readonly id: DispositionId;
  readonly actor: string;
  readonly apiKeyId: string;
  readonly decision: Decision;
  readonly reasonCode: ReasonCode;
  readonly comment: string | null;
  readonly suppressUntil: Date | null;
  readonly fromState: HitState;
  readonly toState: HitState;
  readonly decidedAt: Date;
}
