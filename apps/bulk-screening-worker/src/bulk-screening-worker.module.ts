import { CustomersModule } from '@bonafide/customers';
import { DatabaseModule } from '@bonafide/database';
import { EncryptionModule } from '@bonafide/encryption';
import { JobRuntimeModule, workOn } from '@bonafide/job-runtime';
import { RescreeningPart, RescreeningPlanning, ScreeningFilePart, ThresholdBacktest } from '@bonafide/jobs';
import { ObservabilityModule } from '@bonafide/observability';
import { ActiveListsModule, ScreeningModule } from '@bonafide/screening';
import { Module } from '@nestjs/common';

import { RescreeningPartProcessor } from './rescreening-part.processor';
import { RescreeningPlanningProcessor } from './rescreening-planning.processor';
import { ScreeningFilePartProcessor } from './screening-file-part.processor';
import { ThresholdBacktestProcessor } from './threshold-backtest.processor';

@Module({
  imports: [
    ObservabilityModule,
    DatabaseModule,
    EncryptionModule,
    JobRuntimeModule,
    JobRuntimeModule.forWorkers(
      [
        workOn(ScreeningFilePart, ScreeningFilePartProcessor),
        workOn(RescreeningPlanning, RescreeningPlanningProcessor),
        workOn(RescreeningPart, RescreeningPartProcessor),
        workOn(ThresholdBacktest, ThresholdBacktestProcessor),
      ],
      [ActiveListsModule.preparing(), ScreeningModule, CustomersModule],
    ),
  ],
})
export class BulkScreeningWorkerModule {}
