import { runProcess } from '@bonafide/observability';

import { VendorSimulatorModule } from './vendor-simulator.module';

void runProcess('vendor-simulator', VendorSimulatorModule);
