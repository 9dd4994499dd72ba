import { constants } from 'node:os';

export interface SignalOptions {
  readonly stop: () => Promise<void>;
  readonly say: (line: string) => void;
  /**
   * Whether a signal at this moment ends something that was only waiting for it; then the exit code is 0. Otherwise it
   * is 128 and the number of the signal, as shells count.
   */
  readonly isExpected?: () => boolean;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm passes on a Ctrl-C that the terminal has already delivered: two signals, but one wish. */
const oneWishMs = 500;

/**
 * Ends this process in order on a signal, an uncaught exception or an unhandled rejection. A second Ctrl-C ends it at
 * once; what was started with `startDetached` is then killed on the way out.
 */
export function stopOnSignals({ stop, say, isExpected = () => false }: SignalOptions): void {
  let stoppingSince: number | null = null;

  const end = (code: number) => {
    if (stoppingSince !== null) return;
    stoppingSince = Date.now();
    stop().then(
      () => process.exit(code),
      (error: unknown) => {
        say(`Stopping failed: ${describe(error)}`);
        process.exit(1);
      },
    );
  };

  for (const signal of signals) {
    process.on(signal, () => {
      if (stoppingSince !== null && Date.now() - stoppingSince > oneWishMs) process.exit(shellExitCode(signal));
      end(isExpected() ? 0 : shellExitCode(signal));
    });
  }
  watchParent(() => end(isExpected() ? 0 : shellExitCode('SIGTERM')));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      say(describe(error));
      end(1);
    });
  }
  // A terminal that has been closed takes no more lines; that must not keep us from stopping.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/**
 * npm runs a script through a shell. npm passes SIGTERM on to the shell, which dies of it without telling us; that we
 * have another parent then is all we see. Started in another way, we may well outlive our parent.
 */
function watchParent(onLost: () => void): void {
  if (!process.env['npm_lifecycle_event']) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onLost();
  }, 250);
  timer.unref();
}

function shellExitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
