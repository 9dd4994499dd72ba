/** A server that belongs to us: we started it, on this machine, for as long as we run. */
export interface LocalServer {
  readonly url: string;
  readonly port: number;
  /** Of the running server; after `restart()` it is another one. */
  readonly pid: number;
  /** Stops cleanly; a server that does not end within `graceMs` (5,000) is killed. */
  stop(graceMs?: number): Promise<void>;
  /** As if the power had failed for this server: SIGKILL, nothing flushed. */
  kill9(): Promise<void>;
  /** Starts on the same port with the same data, after a clean stop if the server still runs. */
  restart(): Promise<void>;
}
