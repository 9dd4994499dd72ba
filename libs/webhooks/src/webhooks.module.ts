import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { DeliveryJobSubject } from './deliveries/delivery-job-subject.service';
import { DeliveryReader } from './deliveries/delivery-reader.service';
import { DeliveryReplay } from './deliveries/delivery-replay.service';
import { DueDeliveries } from './deliveries/due-deliveries.service';
import { WebhookEndpointEntity } from './endpoints/webhook-endpoint.entity';
import { WebhookEndpoints } from './endpoints/webhook-endpoints.service';
import { EventPublisher } from './events/event-publisher.service';
import { EventReader } from './events/event-reader.service';

const services = [WebhookEndpoints, EventPublisher, EventReader, DeliveryReader, DeliveryReplay, DueDeliveries];

/** What happened, and who was told. */
@Module({
  imports: [TypeOrmModule.forFeature([WebhookEndpointEntity])],
  providers: [...services, DeliveryJobSubject],
  exports: services,
})
export class WebhooksModule {}
