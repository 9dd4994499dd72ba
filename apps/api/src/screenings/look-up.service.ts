import { loadConfig } from '@bonafide/configuration';
import { Notifications } from '@bonafide/database';
import { describeError, log } from '@bonafide/observability';
import {
  activeListsChannel,
  engineSubjectOf,
  ListPublications,
  type PublicationSnapshot,
  type ScreeningRequest,
  ScreeningThreads,
  shareListFiles,
  type SubjectAnswer,
} from '@bonafide/screening';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { ApiConfig } from '../api.config';

export interface LookUpAnswer extends SubjectAnswer {
  readonly publication: PublicationSnapshot;
  readonly engineVersion: string;
  readonly configurationHash: string;
}

interface ReadyThreads {
  readonly publication: PublicationSnapshot;
  readonly threads: ScreeningThreads;
  /** Look-ups that these threads have not answered yet. */
  underWay: number;
}

/**
 * Answers look-ups while the caller waits. The engine lives in threads, so that however many look-ups there are, other
 * requests are answered; it is built at the first look-up, for not every installation has any.
 */
@Injectable()
export class LookUp implements OnApplicationBootstrap, OnApplicationShutdown {
  private ready: Promise<ReadyThreads | null> | null = null;

  constructor(
    private readonly publications: ListPublications,
    private readonly notifications: Notifications,
  ) {}

  onApplicationBootstrap(): void {
    this.notifications.listen(activeListsChannel, () => void this.follow());
  }

  async onApplicationShutdown(): Promise<void> {
    const ready = await this.ready?.catch(() => null);
    await ready?.threads.stop();
  }

  /** Null when there is no list to look in: that nobody was found says nothing then. */
  async search({ subject, threshold }: ScreeningRequest, limit: number): Promise<LookUpAnswer | null> {
    this.ready ??= this.start();
    const ready = await this.ready.catch((error: unknown) => {
      // The next look-up tries again.
      this.ready = null;
      throw error;
    });
    if (ready === null) {
      this.ready = null;
      return null;
    }
    ready.underWay += 1;
    try {
      const answer = await ready.threads.screen(engineSubjectOf(subject), { threshold, limit });
      const { engineVersion, configurationHash } = ready.threads.description;
      return { ...answer, publication: ready.publication, engineVersion, configurationHash };
    } catch (error) {
      // A thread that has ended answers nobody any more.
      await this.replace(ready, null);
      throw error;
    } finally {
      ready.underWay -= 1;
    }
  }

  /** Another list is in use: its threads take over when they are ready, and the ones before end when they have answered. */
  private async follow(): Promise<void> {
    const before = await this.ready?.catch(() => null);
    if (before === null || before === undefined) return;
    try {
      const next = await this.start(before.publication);
      if (next !== null) await this.replace(before, next);
    } catch (error) {
      log.error('list.not-taken-up', describeError(error));
    }
  }

  private async replace(before: ReadyThreads, next: ReadyThreads | null): Promise<void> {
    this.ready = next === null ? null : Promise.resolve(next);
    while (next !== null && before.underWay > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await before.threads.stop();
  }

  /** @param than which is running already, and needs no second start */
  private async start(than?: PublicationSnapshot): Promise<ReadyThreads | null> {
    const active = await this.publications.activeFiles();
    if (active === null || active.publication.id === than?.id) return null;
    const { publication, files } = active;
    const startedAt = performance.now();
    const threads = await ScreeningThreads.start({
      threads: loadConfig(ApiConfig).LOOK_UP_THREADS,
      lists: [shareListFiles(publication.list, files)],
    });
    log.info('list.ready', {
      list: publication.list,
      publicationId: publication.id,
      origin: publication.origin,
      count: publication.entries,
      durationMs: Math.round(performance.now() - startedAt),
    });
    return { publication, threads, underWay: 0 };
  }
}
