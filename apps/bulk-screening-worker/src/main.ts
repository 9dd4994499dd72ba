import { constants, setPriority } from 'node:os';

import { runProcess } from '@bonafide/observability';

import { BulkScreeningWorkerModule } from './bulk-screening-worker.module';

// Where it shares a machine with what people wait for, it takes the processor time that is left. Threads inherit it.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

void runProcess('bulk-screening-worker', BulkScreeningWorkerModule);
