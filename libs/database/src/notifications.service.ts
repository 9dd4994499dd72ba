import { loadConfig } from '@bonafide/configuration';
import { describeError, log } from '@bonafide/observability';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';

import { DatabaseConfig } from './database.config';
import { Database } from './database.service';

type Listener = (payload: string) => void;

const RECONNECT_MS = 1_000;

/**
 * Postgres NOTIFY: a hint between processes that something happened. A hint may be lost (a reconnect, a pooler in
 * between), so whoever listens also polls.
 */
@Injectable()
export class Notifications implements OnApplicationShutdown {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly due = new Set<string>();
  private client: Client | undefined;
  private flushing = false;
  private stopped = false;

  constructor(private readonly database: Database) {}

  /** Calls back for every notification on the channel, and once after each reconnect since some may have been missed. */
  listen(channel: string, listener: Listener): void {
    const known = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, known.add(listener));
    if (this.client === undefined) this.connect();
    else void this.client.query(`LISTEN ${channel}`).catch(() => undefined);
  }

  /**
   * Sends soon and outside any transaction; what is said several times meanwhile is sent once. Inside a transaction a
   * NOTIFY holds a lock over the commit that makes all commits of the database wait for one another.
   */
  send(channel: string, payload: string): void {
    this.due.add(JSON.stringify([channel, payload]));
    if (!this.flushing) void this.flush();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.client?.end().catch(() => undefined);
  }

  private async flush(): Promise<void> {
    this.flushing = true;
    while (this.due.size > 0) {
      const messages = [...this.due].map((message) => JSON.parse(message) as [string, string]);
      this.due.clear();
      await this.database
        .query('SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS message (channel, payload)', [
          messages.map(([channel]) => channel),
          messages.map(([, payload]) => payload),
        ])
        .catch((error: unknown) => log.debug('database.notify-failed', describeError(error)));
    }
    this.flushing = false;
  }

  private connect(): void {
    const client = new Client({
      connectionString: loadConfig(DatabaseConfig).DATABASE_URL,
      application_name: 'bonafide-listener',
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', ({ channel, payload }) => this.tell(channel, payload ?? ''));
    client.on('error', () => undefined); // 'end' follows
    client.on('end', () => this.reconnect());
    client
      .connect()
      .then(async () => {
        for (const channel of this.listeners.keys()) await client.query(`LISTEN ${channel}`);
        for (const channel of this.listeners.keys()) this.tell(channel, '');
      })
      .catch((error: unknown) => {
        log.warn('database.listen-failed', describeError(error));
        this.reconnect();
      });
  }

  private tell(channel: string, payload: string): void {
    for (const listener of this.listeners.get(channel) ?? []) listener(payload);
  }

  private reconnecting = false;

  private reconnect(): void {
    if (this.stopped || this.reconnecting) return;
    this.reconnecting = true;
    setTimeout(() => {
      this.reconnecting = false;
      if (!this.stopped) this.connect();
    }, RECONNECT_MS).unref();
  }
}
