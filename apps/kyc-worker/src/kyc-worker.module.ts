import { CustomersModule } from '@bonafide/customers';
import { DatabaseModule } from '@bonafide/database';
import { EncryptionModule } from '@bonafide/encryption';
import { AddressVendorsModule, IdentityVendorsModule } from '@bonafide/identity-vendors';
import { JobRuntimeModule, workOn } from '@bonafide/job-runtime';
import { AddressVerification, IdPackageVerification, IdentityVerification, VendorFeedback } from '@bonafide/jobs';
import { ObservabilityModule } from '@bonafide/observability';
import { VerificationsModule } from '@bonafide/verifications';
import { Module } from '@nestjs/common';

import { AddressEnquiriesModule } from './address-enquiries.module';
import { AddressVerificationProcessor } from './address-verification.processor';
import { CheckInquiryModule } from './check-inquiry.module';
import { IdPackageVerificationProcessor } from './id-package-verification.processor';
import { IdentityVerificationProcessor } from './identity-verification.processor';
import { VendorFeedbackProcessor } from './vendor-feedback.processor';

@Module({
  imports: [
    ObservabilityModule,
    DatabaseModule,
    EncryptionModule,
    JobRuntimeModule,
    JobRuntimeModule.forWorkers(
      [
        workOn(IdentityVerification, IdentityVerificationProcessor),
        workOn(VendorFeedback, VendorFeedbackProcessor),
        workOn(IdPackageVerification, IdPackageVerificationProcessor),
        workOn(AddressVerification, AddressVerificationProcessor),
      ],
      [
        CustomersModule,
        VerificationsModule,
        IdentityVendorsModule,
        CheckInquiryModule,
        AddressVendorsModule,
        AddressEnquiriesModule,
      ],
    ),
  ],
})
export class KycWorkerModule {}
