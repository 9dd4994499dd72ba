import type { PoolClient } from 'pg';

/**
 * What is sent to Postgres during this turn of the event loop leaves in one packet. Each packet wakes the other side, and
 * that takes longer than most statements do.
 */
export function sendTogether(client: PoolClient): void {
  const { stream } = client.connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  setImmediate(() => stream.uncork());
}
