import { loadConfig, ModeConfig } from '@bonafide/configuration';
import { describeError, log } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import { OFAC_SDN_SOURCE } from '../lists/ofac/ofac-sources';
import type { ListFiles } from '../lists/list-source';
import { readListFiles } from '../lists/list-files';
import { filesOfList } from '../lists/read-list-directory';
import type { SanctionsEntry } from '../lists/sanctions-entry';
import { ListIntake } from './list-intake.service';
import { ListRefresh } from './list-refresh.service';
import { ListConfig } from './list.config';
import type { PublicationSnapshot } from './publication';
import { PublicationRepository } from './publication.repository';
import { originOf, sandboxListDirectory } from './sandbox-list';

export interface LoadedPublication {
  readonly publication: PublicationSnapshot;
  readonly entries: readonly SanctionsEntry[];
}

const source = OFAC_SDN_SOURCE;

/**
 * Which list to screen against. In this order: the directory that the settings name; what is in use and fresh; the
 * publisher; what is in use though old; and in the sandbox only, the made-up list that ships with the
 * program. Never none: who finds no list here must not screen.
 */
@Injectable()
export class ListPublications {
  private readonly config = loadConfig(ListConfig);
  private readonly isSandbox = loadConfig(ModeConfig).BONAFIDE_MODE === 'sandbox';

  constructor(
    private readonly repository: PublicationRepository,
    private readonly intake: ListIntake,
    private readonly refresh: ListRefresh,
  ) {}

  /** @throws when there is no list that may be used; the sentence says what to do */
  async load(): Promise<LoadedPublication> {
    const { OFAC_LIST_DIR } = this.config;
    if (OFAC_LIST_DIR !== undefined) return this.fromDirectory(OFAC_LIST_DIR);
    const active = await this.active();
    if (active !== null && this.isFresh(active)) return this.reload(active);
    if (this.config.OFAC_DOWNLOAD) await this.download();
    const now = await this.active();
    if (now !== null) return this.reload(now);
    if (this.isSandbox) return this.fromDirectory(sandboxListDirectory());
    throw new Error(
      'There is no sanctions list. Let the worker reach OFAC (OFAC_DOWNLOAD=true), name a directory with its files in OFAC_LIST_DIR, or activate a publication that waits for it (GET /v1/lists).',
    );
  }

  filesOf({ id }: PublicationSnapshot): Promise<ListFiles> {
    return this.repository.files(id);
  }

  /** A list that was short enough for the sandbox screens nobody in production, unless a person has said that it is right. */
  async active(): Promise<PublicationSnapshot | null> {
    const active = await this.repository.active(source.id, this.isSandbox);
    const isWhole = active === null || active.activatedBy !== null || active.entries >= source.minimumEntries;
    return this.isSandbox || isWhole ? active : null;
  }

  private async download(): Promise<void> {
    try {
      await this.refresh.refresh(source);
    } catch (error) {
      // The old list stays in use, and every result says how old it is.
      log.warn('list.download-failed', { list: source.id, ...describeError(error) });
    }
  }

  /** What is wrong with the directory is told; should a list be in use already, it stays in use. */
  private async fromDirectory(directory: string): Promise<LoadedPublication> {
    const files = filesOfList(source, readListFiles(directory));
    const { publication, entries } = await this.intake.take(source, files, originOf(directory));
    const active = await this.active();
    if (active === null) throw new Error(publication.rejectionDetail ?? 'The list awaits its activation.');
    return active.id === publication.id && entries !== null ? { publication, entries } : this.reload(active);
  }

  async reload(publication: PublicationSnapshot): Promise<LoadedPublication> {
    return { publication, entries: await this.intake.entriesOf(source, publication.id) };
  }

  private isFresh({ origin, checkedAt }: PublicationSnapshot): boolean {
    return origin !== 'sandbox' && Date.now() - checkedAt.getTime() < this.config.OFAC_FRESH_HOURS * 3_600_000;
  }
}
