import { Notifications } from '@bonafide/database';
import { describeError, gauge, log, Readiness } from '@bonafide/observability';
import {
  activeListsChannel,
  EntryFingerprints,
  ListPublications,
  type LoadedPublication,
  type PublicationSnapshot,
  ScreeningEngine,
} from '@bonafide/screening';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';

export interface ReadyList {
  readonly publication: PublicationSnapshot;
  readonly engine: ScreeningEngine;
  readonly fingerprints: EntryFingerprints;
}

const RETRY_MS = 5_000;
/** Should the word that another list is in use get lost. */
const LOOK_EVERY_MS = 60_000;

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
  private looking: NodeJS.Timeout | undefined;
  private following: Promise<void> = Promise.resolve();

  constructor(
    private readonly publications: ListPublications,
    private readonly notifications: Notifications,
    readiness: Readiness,
  ) {
    readiness.register('sanctions-list', async () => this.ready !== null);
  }

  async onModuleInit(): Promise<void> {
    await this.load();
    this.notifications.listen(activeListsChannel, () => void this.follow());
    this.looking = setInterval(() => void this.follow(), LOOK_EVERY_MS);
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    clearInterval(this.looking);
  }

  current(): ReadyList | null {
    return this.ready;
  }

  private async load(): Promise<void> {
    try {
      const startedAt = performance.now();
      this.use(await this.publications.load(), startedAt);
    } catch (error) {
      log.error('list.unavailable', describeError(error));
      this.timer = setTimeout(() => void this.load(), RETRY_MS);
    }
  }

  /** Takes up the list that is in use now. Until its index is ready the one before answers, and each answer is of one. */
  private follow(): Promise<void> {
    this.following = this.following.then(async () => {
      if (this.ready === null) return;
      try {
        const startedAt = performance.now();
        const active = await this.publications.active();
        if (active === null) return;
        checkedAt.set({ list: active.list }, active.checkedAt.getTime() / 1_000);
        if (active.id !== this.ready.publication.id) this.use(await this.publications.reload(active), startedAt);
      } catch (error) {
        log.error('list.not-taken-up', describeError(error));
      }
    });
    return this.following;
  }

  private use({ publication, entries }: LoadedPublication, startedAt: number): void {
    this.ready = {
      publication,
      engine: ScreeningEngine.build(entries),
      fingerprints: new EntryFingerprints(entries),
    };
    entriesInUse.set({ list: publication.list }, entries.length);
    checkedAt.set({ list: publication.list }, publication.checkedAt.getTime() / 1_000);
    log.info('list.ready', {
      list: publication.list,
      publicationId: publication.id,
      origin: publication.origin,
      count: entries.length,
      durationMs: Math.round(performance.now() - startedAt),
    });
  }
}
