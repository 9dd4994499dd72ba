import { type MonitoredSubjectSnapshot, type MonitoredSubjectSummary, monitoringStates } from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

import { OpaqueId } from '../http/opaque-id.decorator';
import { PageQuery } from '../http/page-query.dto';
import { CreateScreeningBody } from '../screenings/create-screening.dto';

export class MonitoredSubjectsQuery extends PageQuery {
  @ApiProperty({ required: false })
  @IsOptional()
  @OpaqueId()
  externalId?: string;

  @ApiProperty({ required: false, enum: monitoringStates })
  @IsOptional()
  @IsIn(monitoringStates, { message: `state must be ${monitoringStates.join(' or ')}` })
  state?: (typeof monitoringStates)[number];
}

export class MonitoredSubjectSummaryView {
  @ApiProperty({ example: 'sub_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'applicant-4711', description: 'One subject at a time is monitored under it.' })
  externalId: string;

  @ApiProperty({ enum: monitoringStates })
  state: string;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'As it was asked for. Null: what the organization has set when the subject is screened.',
  })
  threshold: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'Who asked for it, where the request said so.' })
  submittedBy: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  endedAt: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['requested', 'replaced', null],
    description: '`replaced`: another subject is monitored under its `externalId`.',
  })
  endReason: string | null;

  static of({ createdAt, endedAt, ...summary }: MonitoredSubjectSummary): MonitoredSubjectSummaryView {
    const { id, externalId, state, threshold, submittedBy, endReason } = summary;
    return {
      id,
      externalId,
      state,
      threshold,
      submittedBy,
      createdAt: createdAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      endReason,
    };
  }
}

export class MonitoredSubjectView extends MonitoredSubjectSummaryView {
  @ApiProperty({
    type: () => CreateScreeningBody,
    nullable: true,
    description: 'What is screened. Null once the monitoring has ended: then it is not kept.',
  })
  subject: object | null;

  static override of(snapshot: MonitoredSubjectSnapshot): MonitoredSubjectView {
    return { ...MonitoredSubjectSummaryView.of(snapshot), subject: snapshot.subject };
  }
}

export class EndMonitoringBody {
  @ApiProperty({
    required: false,
    example: 'officer-1',
    description: 'Who ends it, by the id in your own system; no personal data. Kept in the audit trail.',
  })
  @IsOptional()
  @OpaqueId()
  actor?: string;
}
