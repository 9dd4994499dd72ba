import type { LoggerService } from '@nestjs/common';

import { describeError } from './describe-error';
import { log } from './log';

/** Nest's own words about itself. Of what it says only the place (`context`) is kept, and of an error what {@link describeError} allows. */
export class NestLogger implements LoggerService {
  log(): void {
    // Routes mapped, modules initialised: nobody reads these in production.
  }

  warn(message: unknown, ...rest: unknown[]): void {
    log.warn('nest.warning', { ...aboutError(message), context: contextOf(rest) });
  }

  error(message: unknown, ...rest: unknown[]): void {
    log.error('nest.error', { ...aboutError(message), context: contextOf(rest) });
  }
}

function aboutError(message: unknown) {
  return message instanceof Error ? describeError(message) : {};
}

function contextOf(rest: readonly unknown[]): string | undefined {
  const last = rest.at(-1);
  return typeof last === 'string' && /^[A-Za-z]{1,60}$/.test(last) ? last : undefined;
}
