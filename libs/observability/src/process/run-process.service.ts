import { validateEnvironment } from '@bonafide/configuration';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { describeError } from '../logging/describe-error';
import { log } from '../logging/log';
import { NestLogger } from '../logging/nest-logger.service';
import { OperationsServer } from '../operations/operations-server.service';
import { startTracing, stopTracing } from '../tracing/tracing';

/** However long finishing takes, the process is gone this long after it was told to stop. */
const STOP_WITHIN_MS = 9_500;

/** The whole of a process that serves no API: a worker, the dispatcher. */
export async function runProcess(
  name: string,
  module: Type,
  started: (app: INestApplicationContext) => void | Promise<void> = () => undefined,
): Promise<void> {
  await startOrExplain(name, async () => {
    const app = await NestFactory.createApplicationContext(module, { logger: new NestLogger(), abortOnError: false });
    stopOnSignal(app);
    await started(app);
    await app.get(OperationsServer).listen();
  });
}

/** Checks the settings, starts, and when that fails says why in words and ends with 1. */
export async function startOrExplain(name: string, start: () => Promise<void>): Promise<void> {
  process.on('unhandledRejection', (error) => log.error('process.unhandled-rejection', describeError(error)));
  process.on('uncaughtException', (error) => {
    log.error('process.uncaught-exception', describeError(error));
    process.exit(1);
  });
  try {
    validateEnvironment();
    startTracing(name);
    await start();
  } catch (error) {
    // Nothing of a customer has been touched yet, so the message may be shown.
    process.stderr.write(`${name} cannot start. ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/** SIGTERM or SIGINT: finish what runs, close what is open, and be gone in bounded time even if something hangs. */
export function stopOnSignal(app: INestApplicationContext): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.info('process.stopping', { state: signal });
    setTimeout(() => {
      log.error('process.stopped-by-deadline');
      process.exit(1);
    }, STOP_WITHIN_MS).unref();
    app
      .close()
      .then(() => stopTracing())
      .then(() => {
        log.info('process.stopped');
        process.exit(0);
      })
      .catch((error: unknown) => {
        log.error('process.stop-failed', describeError(error));
        process.exit(1);
      });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
