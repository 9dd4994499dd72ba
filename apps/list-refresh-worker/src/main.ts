import { runProcess } from '@bonafide/observability';

import { ListRefreshWorkerModule } from './list-refresh-worker.module';

void runProcess('list-refresh-worker', ListRefreshWorkerModule);
