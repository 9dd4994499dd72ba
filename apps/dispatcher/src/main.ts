import { runProcess } from '@bonafide/observability';

import { DispatcherModule } from './dispatcher.module';

void runProcess('dispatcher', DispatcherModule);
