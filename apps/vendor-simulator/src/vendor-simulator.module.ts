import { ObservabilityModule } from '@bonafide/observability';
import { Module } from '@nestjs/common';

import { SimulatorServer } from './simulator-server.service';

/** Speaks the wire formats of vendors, for trying out and for tests. Makes its answers up; never in production. */
@Module({ imports: [ObservabilityModule], providers: [SimulatorServer] })
export class VendorSimulatorModule {}
