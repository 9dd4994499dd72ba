import { CustomersModule } from '@bonafide/customers';
import { VendorCalls } from '@bonafide/identity-vendors';
import { WebhooksModule } from '@bonafide/webhooks';
import { Module } from '@nestjs/common';

import { BlockListCheck } from './block-list-check.service';
import { DeviceCheck } from './device-check.service';
import { IdPackagesModule } from './id-packages/id-packages.module';
import { NoticedPackages } from './id-packages/noticed-packages.service';
import { IdentityVerificationJobSubject } from './identity-verification-job-subject.service';
import { LockedVerifications } from './locked-verifications.repository';
import { NewVerifications } from './new-verifications.service';
import { NoticedVerifications } from './noticed-verifications.service';
import { ErasedVerifications } from './erased-verifications.service';
import { Geolocation } from './signals/geolocation.service';
import { VendorFeedbackJobSubject } from './vendor-feedback-job-subject.service';
import { VendorNotices } from './vendor-notices.service';
import { VerificationMoves } from './verification-moves.service';
import { VerificationReader } from './verification-reader.service';
import { VerificationRuns } from './verification-runs.service';
import { VerificationSchedule } from './verification-schedule.service';
import { Verifications } from './verifications.service';

/** Verifications of customers. Every process that settles their jobs imports it. */
@Module({
  imports: [WebhooksModule, CustomersModule, IdPackagesModule],
  providers: [
    LockedVerifications,
    VerificationMoves,
    NewVerifications,
    Verifications,
    VerificationReader,
    VerificationRuns,
    // The ledger alone, without the vendors: who erases asks nobody.
    VendorCalls,
    ErasedVerifications,
    Geolocation,
    BlockListCheck,
    DeviceCheck,
    VendorNotices,
    NoticedVerifications,
    NoticedPackages,
    VerificationSchedule,
    IdentityVerificationJobSubject,
    VendorFeedbackJobSubject,
  ],
  exports: [
    IdPackagesModule,
    NewVerifications,
    Verifications,
    VerificationReader,
    VerificationRuns,
    BlockListCheck,
    DeviceCheck,
    VendorNotices,
    VerificationSchedule,
    LockedVerifications,
  ],
})
export class VerificationsModule {}
