import { CustomersModule } from '@bonafide/customers';
import { DatabaseModule } from '@bonafide/database';
import { EncryptionModule } from '@bonafide/encryption';
import { JobRuntimeModule } from '@bonafide/job-runtime';
import { OfacScreening } from '@bonafide/jobs';
import { ObservabilityModule } from '@bonafide/observability';
import { ActiveListsModule } from '@bonafide/screening';
import { Module } from '@nestjs/common';

import { OfacScreeningProcessor } from './ofac-screening.processor';

@Module({
  imports: [
    ObservabilityModule,
    DatabaseModule,
    EncryptionModule,
    JobRuntimeModule,
    JobRuntimeModule.forWorker(OfacScreening, OfacScreeningProcessor, [ActiveListsModule.preparing(), CustomersModule]),
  ],
})
export class OfacScreeningWorkerModule {}
