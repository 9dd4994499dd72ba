import type { AnyJob } from './define-job';
import { ListRefresh } from './job-types/list-refresh.job';
import { OfacScreening } from './job-types/ofac-screening.job';
import { WebhookDelivery } from './job-types/webhook-delivery.job';

export { ListRefresh, OfacScreening, WebhookDelivery };

/** Every job type there is. Adding one starts here. */
export const jobCatalog = [OfacScreening, WebhookDelivery, ListRefresh] as const satisfies readonly AnyJob[];

export function findJob(type: string): AnyJob | undefined {
  return jobCatalog.find((job) => job.type === type);
}
