import { Global, Module } from '@nestjs/common';

import { OperationsServer } from './operations/operations-server.service';
import { Readiness } from './operations/readiness.service';

/** Global, for every process has exactly one readiness. */
@Global()
@Module({ providers: [Readiness, OperationsServer], exports: [Readiness, OperationsServer] })
export class ObservabilityModule {}
