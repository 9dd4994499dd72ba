import { loadConfig } from '@bonafide/configuration';
import { pino } from 'pino';

import { LogConfig } from './log.config';

/**
 * The only things a log line may carry. A name, a birth date or a key has nowhere to go: an unknown field does not
 * compile, and the event is a fixed word, never a sentence with values in it.
 */
export interface LogFields {
  readonly requestId?: string | undefined;
  readonly jobId?: string | undefined;
  readonly jobType?: string | undefined;
  readonly attempt?: number | undefined;
  readonly organizationId?: string | undefined;
  readonly apiKeyId?: string | undefined;
  readonly deliveryId?: string | undefined;
  readonly endpointId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly publicationId?: string | undefined;
  readonly list?: string | undefined;
  readonly origin?: string | undefined;
  readonly method?: string | undefined;
  /** The route as declared (`/v1/screenings/:id`), never the URL as called. */
  readonly route?: string | undefined;
  readonly status?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly count?: number | undefined;
  readonly port?: number | undefined;
  readonly address?: string | undefined;
  readonly state?: string | undefined;
  readonly errorName?: string | undefined;
  readonly errorCode?: string | undefined;
  /** Where it went wrong: file and line of each frame, without the message. */
  readonly frames?: readonly string[] | undefined;
  readonly context?: string | undefined;
}

type Level = 'debug' | 'info' | 'warn' | 'error';

let logger: pino.Logger | undefined;

function write(level: Level) {
  return (event: string, fields: LogFields = {}): void => {
    logger ??= pino({
      level: loadConfig(LogConfig).LOG_LEVEL,
      base: null,
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    });
    logger[level](fields, event);
  };
}

/** Structured log lines on standard output: `log.info('job.completed', { jobId, durationMs })`. */
export const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
