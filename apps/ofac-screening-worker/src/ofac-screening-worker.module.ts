import { DatabaseModule } from '@bonafide/database';
import { EncryptionModule } from '@bonafide/encryption';
import { JobRuntimeModule } from '@bonafide/job-runtime';
import { OfacScreening } from '@bonafide/jobs';
import { ObservabilityModule } from '@bonafide/observability';
import { Module } from '@nestjs/common';

import { ActiveListModule } from './active-list.module';
import { OfacScreeningProcessor } from './ofac-screening.processor';

@Module({
  imports: [
    ObservabilityModule,
    DatabaseModule,
    EncryptionModule,
    JobRuntimeModule,
    JobRuntimeModule.forWorker(OfacScreening, OfacScreeningProcessor, [ActiveListModule]),
  ],
})
export class OfacScreeningWorkerModule {}
