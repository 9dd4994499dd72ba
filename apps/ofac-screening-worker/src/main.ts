import { runProcess } from '@bonafide/observability';

import { OfacScreeningWorkerModule } from './ofac-screening-worker.module';

void runProcess('ofac-screening-worker', OfacScreeningWorkerModule);
