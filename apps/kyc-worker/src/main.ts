import { runProcess } from '@bonafide/observability';

import { KycWorkerModule } from './kyc-worker.module';

void runProcess('kyc-worker', KycWorkerModule);
