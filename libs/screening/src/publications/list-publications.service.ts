import { loadConfig, ModeConfig } from '@bonafide/configuration';
import { describeError, log } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import { type ListSource } from '../lists/list-source';
import { findInDirectories } from './list-directories';
import { ListIntake } from './list-intake.service';
import { ListRefresh } from './list-refresh.service';
import { ListConfig, screenedSources } from './list.config';
import type { PublicationSnapshot } from './publication';
import { PublicationRepository } from './publication.repository';
import { originOf, sandboxListDirectory } from './sandbox-list';

/** What there is of the lists that screenings are made against. */
export interface ListsInUse {
  /** In the order of `LIST_SOURCES`. */
  readonly publications: readonly PublicationSnapshot[];
  /** Lists of which no publication is in use: nobody may be screened without them. */
  readonly missing: readonly string[];
}

/**
 * Which publications to screen against. Of each list, in this order: the directories that the settings name; what is in
 * use and fresh; the publisher; what is in use though old; and in the sandbox only, the made-up list that ships with the
 * program. Never none: who misses a list must not screen.
 */
@Injectable()
export class ListPublications {
  private readonly config = loadConfig(ListConfig);
  private readonly sources = screenedSources(this.config);
  private readonly isSandbox = loadConfig(ModeConfig).BONAFIDE_MODE === 'sandbox';

  constructor(
    private readonly repository: PublicationRepository,
    private readonly intake: ListIntake,
    private readonly refresh: ListRefresh,
  ) {}

  /**
   * Sees to it that a publication of every list is in use.
   * @throws when there is a list of which none may be used; the sentence says what to do
   */
  async prepare(): Promise<void> {
    const ends = await Promise.allSettled(this.sources.map((source) => this.prepareList(source)));
    const failures = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason as Error);
    const [failure] = failures;
    if (failure === undefined) return;
    throw failures.length === 1 ? failure : new Error(failures.map(({ message }) => message).join(' '));
  }

  async inUse(): Promise<ListsInUse> {
    const found = await Promise.all(
      this.sources.map(async (source) => ({ list: source.id, active: await this.active(source) })),
    );
    return {
      publications: found.flatMap(({ active }) => active ?? []),
      missing: found.filter(({ active }) => active === null).map(({ list }) => list),
    };
  }

  private async prepareList(source: ListSource): Promise<void> {
    if (this.config.LIST_DIRS.length > 0) {
      await this.takeFromDirectory(source, this.config.LIST_DIRS);
      return;
    }
    const active = await this.active(source);
    if (active !== null && this.isFresh(active)) return;
    if (this.config.LIST_DOWNLOAD) await this.download(source);
    if ((await this.active(source)) !== null) return;
    if (!this.isSandbox) {
      throw new Error(
        `There is no publication of the list ${source.id}. Let the worker reach its publisher (LIST_DOWNLOAD=true), name a directory with its files in LIST_DIRS, or activate a publication that waits for it (GET /v1/lists).`,
      );
    }
    await this.takeFromDirectory(source, [sandboxListDirectory()]);
  }

  /** A list that was short enough for the sandbox screens nobody in production, unless a person has said that it is right. */
  private async active(source: ListSource): Promise<PublicationSnapshot | null> {
    const active = await this.repository.active(source.id, this.isSandbox);
    const isWhole = active === null || active.activatedBy !== null || active.entries >= source.minimumEntries;
    return this.isSandbox || isWhole ? active : null;
  }

  private async download(source: ListSource): Promise<void> {
    try {
      await this.refresh.refresh(source);
    } catch (error) {
      // The old list stays in use, and every result says how old it is.
      log.warn('list.download-failed', { list: source.id, ...describeError(error) });
    }
  }

  /** What is wrong with the files is told; should a list be in use already, it stays in use. */
  private async takeFromDirectory(source: ListSource, directories: readonly string[]): Promise<void> {
    const { directory, files } = findInDirectories(source, directories);
    const { publication } = await this.intake.take(source, files, originOf(directory));
    if ((await this.active(source)) === null) {
      throw new Error(publication.rejectionDetail ?? 'The list awaits its activation.');
    }
  }

  private isFresh({ origin, checkedAt }: PublicationSnapshot): boolean {
    return origin !== 'sandbox' && Date.now() - checkedAt.getTime() < this.config.LIST_FRESH_HOURS * 3_600_000;
  }
}
