import { verificationLevels } from '@bonafide/customers';
import { attributeResults, requiredInputs, vendorOutcomes } from '@bonafide/identity-vendors';
import {
  checkStages,
  checkStates,
  type CheckSnapshot,
  reasonOf,
  skipReasons,
  verificationDecisions,
  type VerificationSnapshot,
  verificationStates,
  type VerificationSummary,
} from '@bonafide/verifications';
import { ApiProperty } from '@nestjs/swagger';

class ReasonView {
  @ApiProperty({ example: 'policy-review' })
  code: string;

  @ApiProperty({ description: 'For those who work on it.' })
  analyst: string;

  @ApiProperty({ type: String, nullable: true, description: 'What may be shown to the applicant; null: nothing.' })
  applicant: string | null;
}

class CheckView {
  @ApiProperty({ example: 'chk_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ type: String, nullable: true, description: 'Whom it is about; null for the customer itself.' })
  representativeId: string | null;

  @ApiProperty({ enum: checkStages })
  stage: string;

  @ApiProperty({ description: 'Whether there is no approval without it.' })
  isRequired: boolean;

  @ApiProperty({ enum: checkStates })
  state: string;

  @ApiProperty({ enum: skipReasons, type: String, nullable: true })
  skipReason: string | null;

  @ApiProperty({
    enum: vendorOutcomes,
    type: String,
    nullable: true,
    description: 'The last answer. Only `approved` is a pass.',
  })
  outcome: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'identitymind' })
  vendor: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What the vendor calls the case.' })
  vendorReference: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The call in the ledger that brought the answer.' })
  vendorCallId: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', enum: [...attributeResults] },
    description: 'What the vendor found of each, where it says.',
    example: { last_name: 'match', address: 'partial_match' },
  })
  attributes: Readonly<Record<string, string>>;

  @ApiProperty({ isArray: true, type: () => ReasonView })
  reasons: readonly ReasonView[];

  @ApiProperty({ isArray: true, type: String, description: 'The vendor’s own codes.' })
  vendorCodes: readonly string[];

  @ApiProperty({ enum: requiredInputs, type: String, nullable: true })
  requiredInput: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  answeredAt: string | null;

  static of({ reasons, attributes, answeredAt, ...check }: CheckSnapshot): CheckView {
    return {
      ...check,
      attributes: attributes,
      reasons: reasons.map(reasonOf),
      answeredAt: answeredAt?.toISOString() ?? null,
    };
  }
}

class DecisionView {
  @ApiProperty({ enum: verificationDecisions })
  decision: string;

  @ApiProperty()
  actor: string;

  @ApiProperty()
  apiKeyId: string;

  @ApiProperty()
  reason: string;

  @ApiProperty({ format: 'date-time' })
  decidedAt: string;
}

/** A verification as it is listed. */
export class VerificationSummaryView {
  @ApiProperty({ example: 'vrf_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'cus_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  customerId: string;

  @ApiProperty({ enum: verificationLevels })
  level: string;

  @ApiProperty({ enum: verificationStates })
  state: string;

  @ApiProperty({ description: 'The last job that worked on it.' })
  jobId: string;

  @ApiProperty()
  purpose: string;

  @ApiProperty({ type: String, nullable: true, description: 'The only one to ask; null: those of the installation.' })
  vendor: string | null;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    description: 'Whether nobody else of yours has the tax number; null: there is none.',
  })
  ssnIsUnique: boolean | null;

  @ApiProperty({ isArray: true, type: () => ReasonView, description: 'Why it stands as it does.' })
  reasons: readonly ReasonView[];

  @ApiProperty({ enum: requiredInputs, type: String, nullable: true, description: 'What the applicant has to do.' })
  requiredInput: string | null;

  @ApiProperty({ type: String, nullable: true })
  submittedBy: string | null;

  @ApiProperty({
    enum: ['pending', 'sent', 'failed'],
    type: String,
    nullable: true,
    description: 'Whether vendors were told what a person has decided.',
  })
  feedback: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;

  @ApiProperty({ format: 'date-time', description: 'When it ends, should the vendor or the applicant not come back.' })
  expiresAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  settledAt: string | null;

  static summaryOf(verification: VerificationSummary): VerificationSummaryView {
    const { id, customerId, level, state, jobId, purpose, vendor, ssnIsUnique, requiredInput } = verification;
    const { reasons, submittedBy, feedback, createdAt, updatedAt, expiresAt, settledAt } = verification;
    return {
      ...{ id, customerId, level, state, jobId, purpose, vendor, ssnIsUnique },
      reasons: reasons.map(reasonOf),
      ...{ requiredInput, submittedBy, feedback },
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      settledAt: settledAt?.toISOString() ?? null,
    };
  }
}

export class VerificationView extends VerificationSummaryView {
  @ApiProperty({ isArray: true, type: () => CheckView, description: 'In the order in which they are made.' })
  checks: readonly CheckView[];

  @ApiProperty({ type: () => DecisionView, nullable: true, description: 'What a person has decided.' })
  decision: DecisionView | null;

  static of(verification: VerificationSnapshot): VerificationView {
    const { checks, decided } = verification;
    return {
      ...VerificationSummaryView.summaryOf(verification),
      checks: checks.map(CheckView.of),
      decision: decided === null ? null : { ...decided, decidedAt: decided.decidedAt.toISOString() },
    };
  }
}
