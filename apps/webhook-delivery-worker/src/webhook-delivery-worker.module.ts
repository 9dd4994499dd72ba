import { DatabaseModule } from '@bonafide/database';
import { EncryptionModule } from '@bonafide/encryption';
import { JobRuntimeModule } from '@bonafide/job-runtime';
import { ObservabilityModule } from '@bonafide/observability';
import { WebhooksModule } from '@bonafide/webhooks';
import { WebhookDelivery } from '@bonafide/jobs';
import { Module } from '@nestjs/common';

import { WebhookDeliveryProcessor } from './webhook-delivery.processor';

@Module({
  imports: [
    ObservabilityModule,
    DatabaseModule,
    EncryptionModule,
    JobRuntimeModule,
    JobRuntimeModule.forWorker(WebhookDelivery, WebhookDeliveryProcessor, [WebhooksModule]),
  ],
})
export class WebhookDeliveryWorkerModule {}
