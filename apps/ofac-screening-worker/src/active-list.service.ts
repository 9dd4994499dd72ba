import { describeError, gauge, log, Readiness } from '@bonafide/observability';
import { ListPublications, type PublicationSnapshot, ScreeningEngine } from '@bonafide/screening';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';

export interface ReadyList {
  readonly publication: PublicationSnapshot;
  readonly engine: ScreeningEngine;
}

const RETRY_MS = 5_000;

const entriesInUse = gauge('sanctions_list_entries', 'Entries of the list in use', ['list']);
const checkedAt = gauge(
  'sanctions_list_checked_timestamp_seconds',
  'When the list in use was last seen to be current',
  ['list'],
);

/** The list in memory, ready to be searched. Without one this worker is not ready and screens nobody. */
@Injectable()
export class ActiveList implements OnModuleInit, OnApplicationShutdown {
  private ready: ReadyList | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly publications: ListPublications,
    readiness: Readiness,
  ) {
    readiness.register('sanctions-list', async () => this.ready !== null);
  }

  async onModuleInit(): Promise<void> {
    await this.load();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  current(): ReadyList | null {
    return this.ready;
  }

  private async load(): Promise<void> {
    try {
      const startedAt = performance.now();
      const { publication, entries } = await this.publications.load();
      this.ready = { publication, engine: ScreeningEngine.build(entries) };
      entriesInUse.set({ list: publication.list }, entries.length);
      checkedAt.set({ list: publication.list }, publication.checkedAt.getTime() / 1_000);
      log.info('list.ready', {
        list: publication.list,
        publicationId: publication.id,
        origin: publication.origin,
        count: entries.length,
        durationMs: Math.round(performance.now() - startedAt),
      });
    } catch (error) {
      log.error('list.unavailable', describeError(error));
      this.timer = setTimeout(() => void this.load(), RETRY_MS);
    }
  }
}
