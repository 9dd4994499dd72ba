import type { CustomerScreening, CustomerScreeningLink } from '@bonafide/customers';
import { type PublicationSnapshot, screeningStates } from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';

import { OpaqueId } from '../http/opaque-id.decorator';
import { ScreenedListView } from '../screenings/screening.dto';

export class RequestScreeningsBody {
  @ApiProperty({ required: false, example: 'user-17', description: 'Who asks, by the id in your own system.' })
  @IsOptional()
  @OpaqueId()
  actor?: string;
}

class RequestedScreeningView {
  @ApiProperty({ example: 'scr_01kaf3s8h4e0qv8dpz2j9r7n5c', description: 'GET /v1/screenings/{id} has its hits.' })
  screeningId: string;

  @ApiProperty({ type: String, nullable: true, description: 'Who was screened; null for the customer itself.' })
  representativeId: string | null;

  @ApiProperty({
    enum: ['created', 'edited', 'requested', 'rescreened'],
    description: 'Why. `rescreened`: a hit was found when a list had changed, or when everybody was screened again.',
  })
  cause: string;

  @ApiProperty({ description: 'Whether it is of the newest round. These together say whether the customer is clear.' })
  isCurrent: boolean;
}

export class RequestedScreeningsView {
  @ApiProperty({ isArray: true, type: () => RequestedScreeningView, description: 'One for each name that matters.' })
  data: readonly RequestedScreeningView[];

  static of(round: readonly CustomerScreeningLink[]): RequestedScreeningsView {
    return { data: round.map(linkOf) };
  }
}

export class CustomerScreeningView extends RequestedScreeningView {
  @ApiProperty({ enum: screeningStates })
  state: string;

  @ApiProperty({ type: Number, nullable: true })
  hitCount: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Hits that wait for a person.' })
  openHitCount: number | null;

  @ApiProperty({ type: String, nullable: true })
  errorCode: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'lst_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  listSetId: string | null;

  @ApiProperty({ isArray: true, type: () => ScreenedListView, description: 'What it was made against.' })
  lists: readonly ScreenedListView[];

  @ApiProperty({ format: 'date-time', type: String, nullable: true, description: 'How old the lists were.' })
  listsCheckedAt: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  settledAt: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'How long ago it was done.' })
  ageSeconds: number | null;

  static of(screening: CustomerScreening, publications: readonly PublicationSnapshot[]): CustomerScreeningView {
    const { state, hitCount, openHitCount, errorCode, listSetId, listsCheckedAt, createdAt, settledAt } =
      screening.result;
    return {
      ...linkOf(screening),
      state,
      hitCount,
      openHitCount,
      errorCode,
      listSetId,
      lists: publications.map(ScreenedListView.of),
      listsCheckedAt: listsCheckedAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
      settledAt: settledAt?.toISOString() ?? null,
      ageSeconds: settledAt === null ? null : Math.max(0, Math.floor((Date.now() - settledAt.getTime()) / 1_000)),
    };
  }
}

const linkOf = ({
  screeningId,
  representativeId,
  cause,
  isCurrent,
}: CustomerScreeningLink): RequestedScreeningView => ({
  screeningId,
  representativeId,
  cause,
  isCurrent,
});
