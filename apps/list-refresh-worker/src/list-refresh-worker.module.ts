import { DatabaseModule } from '@bonafide/database';
import { EncryptionModule } from '@bonafide/encryption';
import { JobRuntimeModule } from '@bonafide/job-runtime';
import { ListRefresh } from '@bonafide/jobs';
import { ObservabilityModule } from '@bonafide/observability';
import { ScreeningModule } from '@bonafide/screening';
import { Module } from '@nestjs/common';

import { ListRefreshProcessor } from './list-refresh.processor';

@Module({
  imports: [
    ObservabilityModule,
    DatabaseModule,
    EncryptionModule,
    JobRuntimeModule,
    JobRuntimeModule.forWorker(ListRefresh, ListRefreshProcessor, [ScreeningModule]),
  ],
})
export class ListRefreshWorkerModule {}
