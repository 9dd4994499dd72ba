import { SendingFailure } from './sending-failure';

/**
 * Runs a piece of work until it is done, its time is up or an outer signal aborts, whichever comes first; in the last two
 * cases it does not wait for the work to notice. AbortSignal.any would leave a trace of every piece of work on an outer
 * signal that lives as long as the process.
 *
 * @param work gets a signal that aborts with the failure thrown here
 * @throws {SendingFailure} `timeout` or `aborted`, or what the work throws
 */
export async function withDeadline<T>(
  timeoutMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (outer?.aborted === true) throw new SendingFailure('aborted');
  const controller = new AbortController();
  const abort = () => controller.abort(new SendingFailure('aborted'));
  const timer = setTimeout(() => controller.abort(new SendingFailure('timeout')), timeoutMs);
  outer?.addEventListener('abort', abort, { once: true });
  const ended = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as SendingFailure));
  });
  try {
    return await Promise.race([ended, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', abort);
  }
}
