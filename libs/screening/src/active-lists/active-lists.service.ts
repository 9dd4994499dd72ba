import { loadConfig } from '@bonafide/configuration';
import { Notifications } from '@bonafide/database';
import { describeError, gauge, log, Readiness } from '@bonafide/observability';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';

import { activeListsChannel } from '../publications/active-lists-channel';
import { ListPublications } from '../publications/list-publications.service';
import { oldestCheckOf, type PublicationSnapshot } from '../publications/publication';
import type { ListSetId } from '../screening-ids';
import type { ScreeningThreads } from '../threads/screening-threads';
import { ActiveListsConfig } from './active-lists.config';
import { ListSets } from './list-sets.repository';
import { PublicationThreads } from './publication-threads.service';

/** The lists that are in use, ready to be searched. */
export interface ReadyLists {
  readonly listSetId: ListSetId;
  readonly publications: readonly PublicationSnapshot[];
  /** When the one of them that was looked for longest ago was seen to be current. */
  readonly checkedAt: Date;
  readonly threads: ScreeningThreads;
}

interface ListsInService extends ReadyLists {
  /** Answers that these threads still owe. */
  underWay: number;
}

/** What this process does about a list that is not there. */
export interface ListsPolicy {
  /** Whether it gets one, and is not ready before. Else it waits until another process has. */
  readonly prepares: boolean;
  /** The compiled program of a thread, where it is not the one beside the pool. */
  readonly threadScript?: string;
}
export const LISTS_POLICY = Symbol('what a process does about lists');

const RETRY_MS = 5_000;
/** Should the word that another list is in use get lost. */
const LOOK_EVERY_MS = 60_000;

const entriesInUse = gauge('sanctions_list_entries', 'Entries of the list in use', ['list']);
const checkedAt = gauge(
  'sanctions_list_checked_timestamp_seconds',
  'When the list in use was last seen to be current',
  ['list'],
);

/**
 * Screens against the lists that are in use. The engine lives in threads: this process does other things meanwhile, and
 * newer lists get threads of their own, which take over when they are ready. Each answer is of one set of publications.
 */
@Injectable()
export class ActiveLists implements OnModuleInit, OnApplicationShutdown {
  private readonly threadCount = loadConfig(ActiveListsConfig).SCREENING_THREADS;
  private ready: ListsInService | null = null;
  /** The ones before, of which somebody still waits for an answer. */
  private readonly retired = new Set<ListsInService>();
  private following: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly publications: ListPublications,
    private readonly listSets: ListSets,
    private readonly publicationThreads: PublicationThreads,
    private readonly notifications: Notifications,
    @Inject(LISTS_POLICY) private readonly policy: ListsPolicy,
    readiness: Readiness,
  ) {
    if (policy.prepares) readiness.register('sanctions-lists', async () => this.ready?.threads.haveEnded === false);
  }

  async onModuleInit(): Promise<void> {
    if (this.threadCount === 0) return;
    this.notifications.listen(activeListsChannel, () => this.follow());
    this.follow();
    // A worker takes no job before it has lists; an API that waits for them has other things to answer.
    if (this.policy.prepares) await this.following;
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.following;
    if (this.ready !== null) this.retired.add(this.ready);
    await Promise.all([...this.retired].map(({ threads }) => threads.stop()));
  }

  /** Does something with the lists in use, which stay until it is done. Null, and nothing is done, while a list is missing. */
  async use<T>(work: (lists: ReadyLists) => Promise<T>): Promise<T | null> {
    const { ready } = this;
    if (ready === null) return null;
    ready.underWay += 1;
    try {
      return await work(ready);
    } finally {
      ready.underWay -= 1;
      if (this.retired.has(ready)) this.retire(ready);
      if (!ready.threads.isWhole && this.ready === ready) {
        if (ready.threads.haveEnded) this.ready = null;
        this.follow();
      }
    }
  }

  /** One after the other, and again after a while. */
  private follow(): void {
    this.following = this.following
      .then(() => (this.isStopped ? undefined : this.takeUp()))
      .catch((error: unknown) => {
        log.error(this.ready === null ? 'list.unavailable' : 'list.not-taken-up', describeError(error));
      })
      .then(() => {
        clearTimeout(this.timer);
        if (this.isStopped) return;
        this.timer = setTimeout(() => this.follow(), this.ready === null ? RETRY_MS : LOOK_EVERY_MS);
      });
  }

  /** The new threads take over when they are ready. */
  private async takeUp(): Promise<void> {
    if (this.policy.prepares && this.ready === null) await this.publications.prepare();
    const { publications, missing } = await this.publications.inUse();
    if (missing.length > 0) return;
    const seenAt = oldestCheckOf(publications);
    for (const publication of publications) {
      checkedAt.set({ list: publication.list }, publication.checkedAt.getTime() / 1_000);
    }
    const listSetId = await this.listSets.of(publications);
    const before = this.ready;
    if (before?.listSetId === listSetId && before.threads.isWhole) {
      Object.assign(before, { publications, checkedAt: seenAt });
      return;
    }
    const threads = await this.startThreads(publications);
    this.ready = { listSetId, publications, checkedAt: seenAt, threads, underWay: 0 };
    if (before !== null) this.retire(before);
  }

  /** They end when they have answered, however long that takes: newer lists are taken up meanwhile. */
  private retire(lists: ListsInService): void {
    if (lists.underWay > 0) {
      this.retired.add(lists);
      return;
    }
    this.retired.delete(lists);
    void lists.threads.stop();
  }

  private async startThreads(publications: readonly PublicationSnapshot[]): Promise<ScreeningThreads> {
    const startedAt = performance.now();
    const options = { threads: this.threadCount, script: this.policy.threadScript };
    const threads = await this.publicationThreads.start(publications, options);
    const durationMs = Math.round(performance.now() - startedAt);
    for (const { id, list, origin, entries } of publications) {
      entriesInUse.set({ list }, entries);
      log.info('list.ready', { list, publicationId: id, origin, count: entries, durationMs });
    }
    return threads;
  }
}
