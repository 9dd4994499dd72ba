import { loadConfig } from '@bonafide/configuration';
import { describeError, log } from '@bonafide/observability';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { ActiveListsConfig } from '../active-lists/active-lists.config';
import { ListSets } from '../active-lists/list-sets.repository';
import { PublicationThreads } from '../active-lists/publication-threads.service';
import { oldestCheckOf } from '../publications/publication';
import { PublicationRepository } from '../publications/publication.repository';
import type { ListSetId, PublicationId } from '../screening-ids';
import type { ScreeningThreads } from '../threads/screening-threads';

/** From one publication of a list to the next, among the publications of the other lists. */
export interface ListChange {
  readonly list: string;
  readonly from: PublicationId | null;
  readonly to: PublicationId;
  readonly listSetId: ListSetId;
}

/** What became different, ready to be searched. */
export interface ReadyChange {
  readonly listSetId: ListSetId;
  /** When the one of its publications that was looked for longest ago was seen to be current. */
  readonly checkedAt: Date;
  readonly threads: ScreeningThreads;
}

interface ChangeInService {
  readonly ready: Promise<ReadyChange>;
  /** Answers that these threads still owe. */
  underWay: number;
  idleTimer: NodeJS.Timeout | undefined;
}

/** The parts of a run follow one another closely, and the same change concerns every organization. */
const IDLE_MS = 60_000;

/**
 * Screens against the entries that a publication has added or changed, in threads that are made once for all parts of a
 * run and end when nobody has asked for a while.
 */
@Injectable()
export class ChangedLists implements OnApplicationShutdown {
  private readonly threadCount = Math.max(1, loadConfig(ActiveListsConfig).SCREENING_THREADS);
  private readonly changes = new Map<string, ChangeInService>();

  constructor(
    private readonly listSets: ListSets,
    private readonly publications: PublicationRepository,
    private readonly publicationThreads: PublicationThreads,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    for (const key of [...this.changes.keys()]) await this.end(key);
  }

  /** Does something with a change, which stays until it is done. */
  async use<T>(change: ListChange, work: (ready: ReadyChange) => Promise<T>): Promise<T> {
    const key = `${change.list} ${change.from ?? ''} ${change.to} ${change.listSetId}`;
    const service = this.changes.get(key) ?? this.begin(key, change);
    service.underWay += 1;
    clearTimeout(service.idleTimer);
    try {
      return await work(await service.ready);
    } finally {
      service.underWay -= 1;
      const isWhole = await service.ready.then(({ threads }) => threads.isWhole).catch(() => false);
      if (!isWhole && this.changes.get(key) === service) this.changes.delete(key);
      if (service.underWay === 0) this.rest(key, service);
    }
  }

  private rest(key: string, service: ChangeInService): void {
    if (this.changes.get(key) !== service) void stop(service);
    else service.idleTimer = setTimeout(() => void this.end(key), IDLE_MS).unref();
  }

  private begin(key: string, change: ListChange): ChangeInService {
    const service: ChangeInService = { ready: this.prepare(change), underWay: 0, idleTimer: undefined };
    service.ready.catch(() => undefined);
    this.changes.set(key, service);
    return service;
  }

  private async end(key: string): Promise<void> {
    const service = this.changes.get(key);
    if (service === undefined) return;
    this.changes.delete(key);
    clearTimeout(service.idleTimer);
    await stop(service);
  }

  private async prepare({ list, from, to, listSetId }: ListChange): Promise<ReadyChange> {
    const startedAt = performance.now();
    const members = await this.listSets.publicationsOf(listSetId);
    const entryIds = await this.publications.newOrChanged(from, to);
    // All lists are read, for how rare a word is goes by all of them.
    const options = { threads: this.threadCount, part: { list, entryIds } };
    const threads = await this.publicationThreads.start(members, options);
    const durationMs = Math.round(performance.now() - startedAt);
    log.info('rescreening.change-ready', { list, publicationId: to, count: entryIds.length, durationMs });
    return { listSetId, checkedAt: oldestCheckOf(members), threads };
  }
}

async function stop({ ready }: ChangeInService): Promise<void> {
  await ready
    .then(({ threads }) => threads.stop())
    // Threads that never began were told of when they did not.
    .catch((error: unknown) => log.debug('rescreening.change-not-ended', describeError(error)));
}
