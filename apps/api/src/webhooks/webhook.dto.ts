import {
  type DeliveryAttempt,
  type DeliverySnapshot,
  deliveryStates,
  eventPatterns,
  type EventSnapshot,
  eventTypes,
  type WebhookEndpointSnapshot,
} from '@bonafide/webhooks';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';

import { Optional } from '../http/optional.decorator';
import { PageQuery } from '../http/page-query.dto';
import { PlainText } from '../http/plain-text.decorator';

const subscribable = [...eventPatterns, ...eventTypes];

const EventTypes = (): PropertyDecorator => (target, property) => {
  IsArray({ message: 'eventTypes must be a list' })(target, property);
  ArrayMinSize(1, { message: 'eventTypes must name at least one type; "*" is all of them' })(target, property);
  ArrayMaxSize(50, { message: 'eventTypes may have 50 items' })(target, property);
  ArrayUnique({ message: 'eventTypes must not name a type twice' })(target, property);
  IsIn(subscribable, { each: true, message: `eventTypes may be ${subscribable.join(', ')}` })(target, property);
};

const Url = (): PropertyDecorator => (target, property) => {
  IsString({ message: 'url must be text' })(target, property);
  Length(1, 2_048, { message: 'url must have 1 to 2048 characters' })(target, property);
};

export class CreateWebhookEndpointBody {
  @ApiProperty({ example: 'https://example.com/webhooks/bonafide' })
  @Url()
  url: string;

  @ApiProperty({ required: false, isArray: true, enum: subscribable, default: ['*'] })
  @Optional()
  @EventTypes()
  eventTypes?: string[];

  @ApiProperty({ required: false, nullable: true, type: String, maxLength: 200 })
  @IsOptional()
  @PlainText(200)
  description?: string | null;
}

export class ChangeWebhookEndpointBody {
  @ApiProperty({ required: false })
  @Optional()
  @Url()
  url?: string;

  @ApiProperty({ required: false, isArray: true, enum: subscribable })
  @Optional()
  @EventTypes()
  eventTypes?: string[];

  @ApiProperty({ required: false, nullable: true, type: String, maxLength: 200 })
  @IsOptional()
  @PlainText(200)
  description?: string | null;

  @ApiProperty({
    required: false,
    example: true,
    description: 'False switches it off; true on again, and forgets its failures.',
  })
  @Optional()
  @IsBoolean({ message: 'enabled must be true or false' })
  enabled?: boolean;
}

export class RotateSecretBody {
  @ApiProperty({
    required: false,
    default: 86_400,
    example: 86_400,
    minimum: 0,
    maximum: 604_800,
    description: 'How long the old secret signs as well.',
  })
  @Optional(86_400)
  @IsInt({ message: 'overlapSeconds must be a whole number' })
  @Min(0, { message: 'overlapSeconds must be 0 or more' })
  @Max(604_800, { message: 'overlapSeconds must be 604800 (a week) or less' })
  overlapSeconds: number = 86_400;
}

export class WebhookEndpointView {
  @ApiProperty({ example: 'whe_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty()
  url: string;

  @ApiProperty({ isArray: true, type: String })
  eventTypes: readonly string[];

  @ApiProperty({ type: String, nullable: true })
  description: string | null;

  @ApiProperty()
  enabled: boolean;

  @ApiProperty({ type: String, nullable: true, enum: ['by-request', 'failing-too-long', 'endpoint-gone'] })
  disabledReason: string | null;

  @ApiProperty({
    format: 'date-time',
    type: String,
    nullable: true,
    description: 'The first failure that no success has followed.',
  })
  failingSince: string | null;

  @ApiProperty({
    format: 'date-time',
    type: String,
    nullable: true,
    description: 'Until then two signatures are sent.',
  })
  previousSecretUntil: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;

  static of(endpoint: WebhookEndpointSnapshot): WebhookEndpointView {
    const { id, url, eventTypes: types, description, disabledAt, disabledReason } = endpoint;
    return {
      id,
      url,
      eventTypes: types,
      description,
      enabled: disabledAt === null,
      disabledReason,
      failingSince: endpoint.failingSince?.toISOString() ?? null,
      previousSecretUntil: endpoint.previousSecretUntil?.toISOString() ?? null,
      createdAt: endpoint.createdAt.toISOString(),
      updatedAt: endpoint.updatedAt.toISOString(),
    };
  }
}

export class WebhookEndpointWithSecretView extends WebhookEndpointView {
  @ApiProperty({ example: 'whsec_<base64 of 32 bytes>', description: 'Shown here and never again.' })
  secret: string;
}

export class SentTestView {
  @ApiProperty({ example: 'evt_01kaf3s8h4e0qv8dpz2j9r7n5c', description: 'The `webhook-id` that will arrive.' })
  eventId: string;
}

export class EventView {
  @ApiProperty({ example: 'evt_01kaf3s8h4e0qv8dpz2j9r7n5c', description: 'Also the `webhook-id`.' })
  id: string;

  @ApiProperty({ enum: eventTypes })
  type: string;

  @ApiProperty({ description: 'What it is about.' })
  objectId: string;

  @ApiProperty({ description: 'Counts the events of the object: deliveries may overtake one another.' })
  sequence: number;

  @ApiProperty({ type: Object, description: 'As it was sent.' })
  body: object;

  @ApiProperty({ format: 'date-time' })
  occurredAt: string;

  static of({ id, type, objectId, sequence, body, occurredAt }: EventSnapshot): EventView {
    return { id, type, objectId, sequence, body: JSON.parse(body) as object, occurredAt: occurredAt.toISOString() };
  }
}

export class EventsQuery extends PageQuery {
  @ApiProperty({ required: false, enum: eventTypes })
  @IsOptional()
  @IsIn(eventTypes, { message: `type must be ${eventTypes.join(', ')}` })
  type?: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @Matches(/^[a-z]+_[0-9a-z]{26}$/, { message: 'objectId must be an id such as scr_…' })
  objectId?: string;
}

class DeliveryAttemptView {
  @ApiProperty()
  number: number;

  @ApiProperty({ format: 'date-time' })
  attemptedAt: string;

  @ApiProperty({ type: Number, nullable: true })
  durationMs: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'HTTP status of the answer; null when there was none.' })
  status: number | null;

  @ApiProperty({ type: String, nullable: true, example: 'connection-refused' })
  errorCode: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The first KiB of the answer.' })
  responseExcerpt: string | null;
}

export class WebhookDeliverySummaryView {
  @ApiProperty({ example: 'whd_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty()
  eventId: string;

  @ApiProperty({ enum: eventTypes })
  eventType: string;

  @ApiProperty()
  endpointId: string;

  @ApiProperty({ enum: deliveryStates })
  state: string;

  @ApiProperty()
  attempts: number;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  nextAttemptAt: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  settledAt: string | null;

  static of(delivery: DeliverySnapshot): WebhookDeliverySummaryView {
    const { id, eventId, eventType, endpointId, state, attempts, nextAttemptAt, createdAt, settledAt } = delivery;
    return {
      id,
      eventId,
      eventType,
      endpointId,
      state,
      attempts,
      nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
      settledAt: settledAt?.toISOString() ?? null,
    };
  }
}

export class WebhookDeliveryView extends WebhookDeliverySummaryView {
  @ApiProperty({ isArray: true, type: () => DeliveryAttemptView, description: 'Oldest first.' })
  pastAttempts: DeliveryAttemptView[];

  static withAttempts(delivery: DeliverySnapshot, attempts: readonly DeliveryAttempt[]): WebhookDeliveryView {
    const views = attempts.map(({ attemptedAt, ...attempt }) => ({
      ...attempt,
      attemptedAt: attemptedAt.toISOString(),
    }));
    return { ...WebhookDeliverySummaryView.of(delivery), pastAttempts: views };
  }
}

export class DeliveriesQuery extends PageQuery {
  @ApiProperty({ required: false })
  @IsOptional()
  @Matches(/^whe_[0-9a-z]{26}$/, { message: 'endpointId must be an id such as whe_…' })
  endpointId?: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @Matches(/^evt_[0-9a-z]{26}$/, { message: 'eventId must be an id such as evt_…' })
  eventId?: string;

  @ApiProperty({ required: false, enum: deliveryStates })
  @IsOptional()
  @IsIn(deliveryStates, { message: `state must be ${deliveryStates.join(', ')}` })
  state?: (typeof deliveryStates)[number];
}
