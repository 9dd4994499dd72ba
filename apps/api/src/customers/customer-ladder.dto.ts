import {
  type AttestationSnapshot,
  attestedFacts,
  type AttestedFact,
  changeCauses,
  type CustomerSnapshot,
  type CustomerStatus,
  customerStatuses,
  eligibilityRequirements,
  holds,
  type ProposalSnapshot,
  sanctionsStates,
  type StatusChangeSnapshot,
  type TransferRole,
  transferRoles,
} from '@bonafide/customers';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Matches } from 'class-validator';

import { FreeText } from '../http/free-text.decorator';
import { OpaqueId } from '../http/opaque-id.decorator';
import { Optional } from '../http/optional.decorator';
import { FactsView } from './customer-view.dto';

/** Who says so, why, and on what it rests. */
class GroundsBody {
  @ApiProperty({ example: 'officer-1', description: 'Who decides, by the id in your own system; no personal data.' })
  @OpaqueId()
  actor: string;

  @ApiProperty({ example: 'Seen at the branch, with the passport.', description: 'Kept sealed and for ever.' })
  @FreeText(2_000)
  reason: string;

  @ApiProperty({
    required: false,
    isArray: true,
    type: String,
    maxItems: 20,
    example: ['ticket-4711'],
    description: 'Ids of what it rests on, shown in the clear.',
  })
  @Optional()
  @IsArray({ message: 'evidence must be a list' })
  @ArrayMaxSize(20, { message: 'evidence may have 20 ids' })
  @Matches(/^[A-Za-z0-9._:-]{1,64}$/, { each: true, message: 'evidence must be ids of 1 to 64 of A-Z a-z 0-9 . _ : -' })
  evidence?: string[];
}

export class MoveCustomerBody extends GroundsBody {
  @ApiProperty({ enum: customerStatuses, example: 'review_required' })
  @IsIn(customerStatuses, { message: `status must be ${customerStatuses.join(', ')}` })
  status: CustomerStatus;
}

export class AttestationBody extends GroundsBody {
  @ApiProperty({
    enum: attestedFacts,
    example: 'identity_verified',
    description: '`identity_verified`: you know who it is. `tax_id_verified`: and that the whole tax number is theirs.',
  })
  @IsIn(attestedFacts, { message: `fact must be ${attestedFacts.join(' or ')}` })
  fact: AttestedFact;

  @ApiProperty({ required: false, default: true, description: 'False takes back what was verified.' })
  @Optional()
  @IsBoolean({ message: 'holds must be true or false' })
  holds?: boolean;

  @ApiProperty({
    minimum: 1,
    example: 1,
    description: 'The `identityVersion` of the customer that you have looked at. If it was changed since: 409.',
  })
  @IsInt({ message: 'identityVersion must be that of the customer as you have looked at it' })
  identityVersion: number;
}

class ProposalView {
  @ApiProperty({ enum: customerStatuses })
  to: string;

  @ApiProperty()
  actor: string;

  @ApiProperty()
  apiKeyId: string;

  @ApiProperty()
  reason: string;

  @ApiProperty({ isArray: true, type: String })
  evidence: readonly string[];

  @ApiProperty({ format: 'date-time' })
  proposedAt: string;

  static of({ to, actor, apiKeyId, reason, evidence, proposedAt }: ProposalSnapshot): ProposalView {
    return { to, actor, apiKeyId, reason, evidence, proposedAt: proposedAt.toISOString() };
  }
}

export class CustomerStatusView {
  @ApiProperty({ example: 'cus_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ enum: customerStatuses })
  status: string;

  @ApiProperty({ enum: holds, type: String, nullable: true })
  hold: string | null;

  @ApiProperty({ type: () => FactsView })
  facts: FactsView;

  @ApiProperty({
    type: () => ProposalView,
    nullable: true,
    description: 'A move out of `deceased` or `rejected` that waits for a second person, who asks for the same.',
  })
  proposal: ProposalView | null;

  static of({ id, status, hold, facts }: CustomerSnapshot, proposal: ProposalSnapshot | null): CustomerStatusView {
    return {
      id,
      status,
      hold,
      facts: FactsView.of(facts),
      proposal: proposal === null ? null : ProposalView.of(proposal),
    };
  }
}

export class StatusChangeView {
  @ApiProperty({ example: 'mov_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ enum: customerStatuses, type: String, nullable: true, description: 'Null for the first.' })
  from: string | null;

  @ApiProperty({ enum: customerStatuses })
  to: string;

  @ApiProperty({ enum: changeCauses })
  cause: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null when no person was named: the system moved it.' })
  actor: string | null;

  @ApiProperty({ type: String, nullable: true })
  apiKeyId: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What the person has written.' })
  reason: string | null;

  @ApiProperty({ isArray: true, type: String, description: 'Ids of what it rests on.' })
  evidence: readonly string[];

  @ApiProperty({
    type: () => ProposalView,
    nullable: true,
    description: 'Of a move by two: what the first one wanted.',
  })
  proposal: ProposalView | null;

  @ApiProperty({ format: 'date-time' })
  changedAt: string;

  static of({ proposal, changedAt, ...change }: StatusChangeSnapshot): StatusChangeView {
    return {
      ...change,
      proposal: proposal === null ? null : ProposalView.of(proposal),
      changedAt: changedAt.toISOString(),
    };
  }
}

export class AttestationView {
  @ApiProperty({ example: 'att_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ enum: attestedFacts })
  fact: string;

  @ApiProperty()
  holds: boolean;

  @ApiProperty()
  actor: string;

  @ApiProperty()
  apiKeyId: string;

  @ApiProperty()
  reason: string;

  @ApiProperty({ isArray: true, type: String })
  evidence: readonly string[];

  @ApiProperty({ format: 'date-time' })
  attestedAt: string;

  static of({ attestedAt, ...attestation }: AttestationSnapshot): AttestationView {
    return { ...attestation, attestedAt: attestedAt.toISOString() };
  }
}

export class EligibilityQuery {
  @ApiProperty({
    required: false,
    enum: transferRoles,
    default: 'originator',
    description: 'Who sends money has to be known and clear; who is sent it has to be clear.',
  })
  @IsOptional()
  @IsIn(transferRoles, { message: `role must be ${transferRoles.join(' or ')}` })
  role: TransferRole = 'originator';
}

export class EligibilityView {
  @ApiProperty({ example: 'cus_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  customerId: string;

  @ApiProperty({ enum: transferRoles })
  role: string;

  @ApiProperty({ description: 'Whether nothing stands in the way.' })
  eligible: boolean;

  @ApiProperty({ isArray: true, enum: eligibilityRequirements, type: String })
  unmetRequirements: readonly string[];

  @ApiProperty({ enum: customerStatuses })
  status: string;

  @ApiProperty({ enum: sanctionsStates })
  sanctionsState: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true, description: 'How old the lists were.' })
  listsCheckedAt: string | null;
}
