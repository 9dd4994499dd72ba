import { loadConfig } from '@bonafide/configuration';
import { log } from '@bonafide/observability';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import type { ListSetId } from '../screening-ids';
import type { ScreeningThreads } from '../threads/screening-threads';
import { ActiveListsConfig } from './active-lists.config';
import { ActiveLists } from './active-lists.service';
import { ListSets } from './list-sets.repository';
import { PublicationThreads } from './publication-threads.service';

interface EarlierLists {
  readonly listSetId: ListSetId;
  readonly threads: Promise<ScreeningThreads>;
  underWay: number;
}

/** Work that goes on comes again sooner than this. */
const IDLE_MS = 60_000;

/**
 * Screens against a set of lists that somebody has begun with, also when other lists have come into use meanwhile: then
 * it makes the earlier ones ready again from their archived publications. It holds one earlier set at a time, and no
 * longer than it is needed.
 */
@Injectable()
export class PinnedLists implements OnApplicationShutdown {
  private readonly threadCount = loadConfig(ActiveListsConfig).SCREENING_THREADS;
  private earlier: EarlierLists | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly active: ActiveLists,
    private readonly listSets: ListSets,
    private readonly publicationThreads: PublicationThreads,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /**
   * Null, and nothing is done, while another earlier set is being used: try again later.
   * @throws UnusableListsError when the archived publications cannot be read any more
   */
  async use<T>(listSetId: ListSetId, work: (threads: ScreeningThreads) => Promise<T>): Promise<T | null> {
    const done = await this.active.use(async (lists) =>
      lists.listSetId === listSetId ? { value: await work(lists.threads) } : null,
    );
    if (done !== null) return done.value;
    const earlier = this.take(listSetId);
    return earlier === null ? null : this.useEarlier(earlier, work);
  }

  private async useEarlier<T>(earlier: EarlierLists, work: (threads: ScreeningThreads) => Promise<T>): Promise<T> {
    earlier.underWay += 1;
    clearTimeout(this.timer);
    let isUsable = false;
    try {
      const threads = await earlier.threads;
      try {
        return await work(threads);
      } finally {
        isUsable = threads.isWhole;
      }
    } finally {
      earlier.underWay -= 1;
      // The next to come gets a whole pool; this one ends with the last who uses it.
      if (!isUsable && this.earlier === earlier) this.earlier = null;
      if (earlier.underWay === 0 && this.earlier !== earlier) await end(earlier);
      if (this.earlier?.underWay === 0) this.timer = setTimeout(() => void this.stop(), IDLE_MS);
    }
  }

  private take(listSetId: ListSetId): EarlierLists | null {
    if (this.earlier?.listSetId === listSetId) return this.earlier;
    if (this.earlier !== null && this.earlier.underWay > 0) return null;
    const before = this.stop();
    const threads = before.then(() => this.start(listSetId));
    threads.catch(() => undefined);
    this.earlier = { listSetId, threads, underWay: 0 };
    return this.earlier;
  }

  private async start(listSetId: ListSetId): Promise<ScreeningThreads> {
    const startedAt = performance.now();
    const publications = await this.listSets.publicationsOf(listSetId);
    const threads = await this.publicationThreads.start(publications, { threads: this.threadCount });
    for (const { id, list, origin, entries } of publications) {
      const durationMs = Math.round(performance.now() - startedAt);
      log.info('list.earlier-ready', { list, publicationId: id, origin, count: entries, durationMs });
    }
    return threads;
  }

  private async stop(): Promise<void> {
    const { earlier } = this;
    this.earlier = null;
    clearTimeout(this.timer);
    if (earlier !== null) await end(earlier);
  }
}

async function end({ threads }: EarlierLists): Promise<void> {
  const started = await threads.catch(() => null);
  await started?.stop();
}
