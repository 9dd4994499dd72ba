import type { AnyJob } from './define-job';
import { IdPackageVerification } from './job-types/id-package-verification.job';
import { AddressVerification } from './job-types/address-verification.job';
import { IdentityVerification } from './job-types/identity-verification.job';
import { ListRefresh } from './job-types/list-refresh.job';
import { OfacScreening } from './job-types/ofac-screening.job';
import { RescreeningPart } from './job-types/rescreening-part.job';
import { RescreeningPlanning } from './job-types/rescreening-planning.job';
import { ScreeningFilePart } from './job-types/screening-file-part.job';
import { ThresholdBacktest } from './job-types/threshold-backtest.job';
import { VendorFeedback } from './job-types/vendor-feedback.job';
import { WebhookDelivery } from './job-types/webhook-delivery.job';

export {
  IdPackageVerification,
  AddressVerification,
  IdentityVerification,
  ListRefresh,
  OfacScreening,
  RescreeningPart,
  RescreeningPlanning,
  ScreeningFilePart,
  ThresholdBacktest,
  VendorFeedback,
  WebhookDelivery,
};

/** Every job type there is. Adding one starts here. */
export const jobCatalog = [
  OfacScreening,
  ScreeningFilePart,
  WebhookDelivery,
  ListRefresh,
  RescreeningPlanning,
  RescreeningPart,
  ThresholdBacktest,
  IdentityVerification,
  VendorFeedback,
  IdPackageVerification,
  AddressVerification,
] as const satisfies readonly AnyJob[];

export function findJob(type: string): AnyJob | undefined {
  return jobCatalog.find((job) => job.type === type);
}
