import { AccessModule } from '@bonafide/access';
import { CustomersModule } from '@bonafide/customers';
import { DatabaseModule } from '@bonafide/database';
import { EncryptionModule } from '@bonafide/encryption';
import { JobRuntimeModule } from '@bonafide/job-runtime';
import { ObservabilityModule } from '@bonafide/observability';
import { ScreeningModule } from '@bonafide/screening';
import { VerificationsModule } from '@bonafide/verifications';
import { WebhooksModule } from '@bonafide/webhooks';
import { Module } from '@nestjs/common';

import { Housekeeping } from './housekeeping.service';
import { Operation } from './operation.service';

/** Moves due jobs to the queue, looks after the lost ones, and keeps house. It settles jobs of every type, so it knows every subject. */
@Module({
  imports: [
    ObservabilityModule,
    DatabaseModule,
    EncryptionModule,
    JobRuntimeModule,
    JobRuntimeModule.forDispatching(),
    AccessModule,
    WebhooksModule,
    ScreeningModule,
    CustomersModule,
    VerificationsModule,
  ],
  providers: [Operation, Housekeeping],
})
export class DispatcherModule {}
