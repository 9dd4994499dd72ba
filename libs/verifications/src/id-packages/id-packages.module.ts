import { CustomersModule } from '@bonafide/customers';
import { WebhooksModule } from '@bonafide/webhooks';
import { Module } from '@nestjs/common';

import { IdPackageDecisions } from './id-package-decisions.service';
import { IdPackageJobSubject } from './id-package-job-subject.service';
import { IdPackageProgress } from './id-package-progress.service';
import { IdPackageQuestions } from './id-package-questions.service';
import { IdPackageReader } from './id-package-reader.service';
import { IdPackageRetention } from './id-package-retention.service';
import { IdPackageSubmission } from './id-package-submission.service';
import { IdPackages } from './id-packages.service';
import { PackageImages } from './images/package-images.service';
import { PackageParties } from './package-parties.service';

/** Images of documents, the packages that they make, and what becomes of those. Part of `VerificationsModule`. */
@Module({
  imports: [WebhooksModule, CustomersModule],
  providers: [
    PackageImages,
    PackageParties,
    IdPackageProgress,
    IdPackageReader,
    IdPackages,
    IdPackageSubmission,
    IdPackageDecisions,
    IdPackageQuestions,
    IdPackageRetention,
    IdPackageJobSubject,
  ],
  exports: [
    PackageImages,
    IdPackageReader,
    IdPackages,
    IdPackageSubmission,
    IdPackageDecisions,
    IdPackageQuestions,
    IdPackageRetention,
  ],
})
export class IdPackagesModule {}
