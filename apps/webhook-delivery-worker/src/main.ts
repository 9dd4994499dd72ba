import { runProcess } from '@bonafide/observability';

import { WebhookDeliveryWorkerModule } from './webhook-delivery-worker.module';

void runProcess('webhook-delivery-worker', WebhookDeliveryWorkerModule);
