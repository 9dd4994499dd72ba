import { IdentityVendorsModule } from '@bonafide/identity-vendors';
import { VerificationsModule } from '@bonafide/verifications';
import { Module } from '@nestjs/common';

import { CheckInquiry } from './check-inquiry.service';

@Module({
  imports: [IdentityVendorsModule, VerificationsModule],
  providers: [CheckInquiry],
  exports: [CheckInquiry],
})
export class CheckInquiryModule {}
