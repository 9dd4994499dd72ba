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

/** Should the word that another list is in use get lost. */
const LOOK_EVERY_MS = 60_000;

/**
 * Answers look-ups while the caller waits. The engine lives in threads, so that however many look-ups there are, other
 * requests are answered. A look-up never asks Postgres: its request holds a connection, and would wait for a second one.
 */
@Injectable()
export class LookUp implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly threadCount = loadConfig(ApiConfig).LOOK_UP_THREADS;
  private ready: ReadyThreads | null = null;
  private following: Promise<void> = Promise.resolve();
  private looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly publications: ListPublications,
    private readonly notifications: Notifications,
  ) {}

  onApplicationBootstrap(): void {
    if (this.threadCount === 0) return;
    this.notifications.listen(activeListsChannel, () => this.follow());
    this.looking = setInterval(() => this.follow(), LOOK_EVERY_MS);
    this.follow();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.looking);
    await this.following;
    await this.ready?.threads.stop();
  }

  /** Null while there is no list to look in: that nobody was found would say nothing. */
  async search({ subject, threshold }: ScreeningRequest, limit: number): Promise<LookUpAnswer | null> {
    const { ready } = this;
    if (ready === null) return null;
    ready.underWay += 1;
    try {
      const answer = await ready.threads.screen(engineSubjectOf(subject), { threshold, limit });
      const { engineVersion, configurationHash } = ready.threads.description;
      return { ...answer, publication: ready.publication, engineVersion, configurationHash };
    } finally {
      ready.underWay -= 1;
      if (ready.threads.haveEnded && this.ready === ready) {
        this.ready = null;
        this.follow();
      }
    }
  }

  /** One after the other: starts threads on the list that is in use now, unless they run already. */
  private follow(): void {
    this.following = this.following
      .then(() => this.takeUp())
      .catch((error: unknown) => {
        log.error('list.not-taken-up', describeError(error));
      });
  }

  /** The new threads take over when they are ready, and the ones before end when they have answered. */
  private async takeUp(): Promise<void> {
    const active = await this.publications.active();
    if (active === null || active.id === this.ready?.publication.id) return;
    const startedAt = performance.now();
    const files = await this.publications.filesOf(active);
    const threads = await ScreeningThreads.start({
      threads: this.threadCount,
      lists: [shareListFiles(active.list, files)],
    });
    const before = this.ready;
    this.ready = { publication: active, threads, underWay: 0 };
    log.info('list.ready', {
      list: active.list,
      publicationId: active.id,
      origin: active.origin,
      count: active.entries,
      durationMs: Math.round(performance.now() - startedAt),
    });
    while (before !== null && before.underWay > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await before?.threads.stop();
  }
}
