import type { OrganizationId } from '@bonafide/identifiers';
import { type EventId, eventIds, EventReader } from '@bonafide/webhooks';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { notFound } from '../http/problem';
import { TheOrganization } from '../security/caller.decorator';
import { EventsQuery, EventView } from './webhook.dto';

@ApiTags('Webhooks')
@Controller('v1/events')
export class EventsController {
  constructor(private readonly events: EventReader) {}

  @Get()
  @Operation({
    id: 'listEvents',
    summary: 'List what happened, newest first',
    scope: 'events:read',
    status: 200,
    answer: EventView,
    isPage: true,
  })
  list(@TheOrganization() organizationId: OrganizationId, @Query() query: EventsQuery) {
    const { type, objectId } = query;
    return cursorPage(
      query,
      (before, limit) => this.events.list(organizationId, { type, objectId, before, limit }),
      EventView.of,
    );
  }

  @Get(':eventId')
  @Operation({
    id: 'getEvent',
    summary: 'Read an event',
    scope: 'events:read',
    status: 200,
    answer: EventView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @IdParameter('eventId', eventIds, 'event') id: EventId,
  ): Promise<EventView> {
    const event = await this.events.find(organizationId, id);
    if (event === null) throw notFound('event');
    return EventView.of(event);
  }
}
