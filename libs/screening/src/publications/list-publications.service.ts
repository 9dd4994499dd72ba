import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { loadConfig, ModeConfig } from '@bonafide/configuration';
import { describeError, log } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import type { OfacDelimitedFiles } from '../lists/ofac/ofac-delimited';
import { OFAC_SDN_LIST } from '../lists/ofac/ofac-editions';
import { readOfacDirectory } from '../lists/ofac/read-ofac-directory';
import type { SanctionsEntry } from '../lists/sanctions-entry';
import { OFAC_SDN_SOURCE } from '../lists/ofac/ofac-sources';
import { ListConfig } from './list.config';
import { OfacDownloadClient } from './ofac-download.client';
import { parsePublication, type PublicationOrigin } from './publication';
import { PublicationRepository, type PublicationSnapshot } from './publication.repository';

export interface LoadedPublication {
  readonly publication: PublicationSnapshot;
  readonly entries: readonly SanctionsEntry[];
}

/**
 * Which list to screen against. In this order: the directory that the settings name; what is in use and fresh; OFAC's
 * publication service; what is in use though old; and in the sandbox only, the made-up list that ships with the
 * program. Never none: who finds no list here must not screen.
 */
@Injectable()
export class ListPublications {
  private readonly config = loadConfig(ListConfig);
  private readonly isSandbox = loadConfig(ModeConfig).BONAFIDE_MODE === 'sandbox';

  constructor(private readonly repository: PublicationRepository) {}

  /** @throws when there is no list that may be used; the sentence says what to do */
  async load(): Promise<LoadedPublication> {
    const { OFAC_LIST_DIR } = this.config;
    if (OFAC_LIST_DIR !== undefined) return this.adopt(readOfacDirectory(OFAC_LIST_DIR), originOf(OFAC_LIST_DIR));
    const active = await this.repository.active(OFAC_SDN_LIST, this.isSandbox);
    if (active !== null && this.isFresh(active)) return this.reload(active);
    const downloaded = await this.download();
    if (downloaded !== null) return downloaded;
    if (active !== null) return this.reload(active);
    if (this.isSandbox) return this.adopt(readOfacDirectory(sandboxListDirectory()), 'sandbox');
    throw new Error(
      'There is no sanctions list. Let the worker reach OFAC (OFAC_DOWNLOAD=true), or name a directory with its files in OFAC_LIST_DIR.',
    );
  }

  private async download(): Promise<LoadedPublication | null> {
    if (!this.config.OFAC_DOWNLOAD) return null;
    try {
      return await this.adopt(await new OfacDownloadClient(this.config.OFAC_DOWNLOAD_URL).fetch(), 'download');
    } catch (error) {
      // The old list stays in use, and every result says how old it is.
      log.warn('list.download-failed', { list: OFAC_SDN_LIST, ...describeError(error) });
      return null;
    }
  }

  private async adopt(files: OfacDelimitedFiles, origin: PublicationOrigin): Promise<LoadedPublication> {
    if (origin === 'sandbox' && !this.isSandbox) throw new Error('The made-up list screens nobody in production.');
    const mustBeWhole = origin === 'download' || !this.isSandbox;
    const parsed = parsePublication(files, mustBeWhole ? OFAC_SDN_SOURCE.minimumEntries : 1);
    const publication = await this.repository.activate(parsed, files, origin);
    log.info('list.activated', {
      list: parsed.list,
      publicationId: publication.id,
      origin,
      count: parsed.entries.length,
    });
    return { publication, entries: parsed.entries };
  }

  private async reload(publication: PublicationSnapshot): Promise<LoadedPublication> {
    const { entries } = parsePublication(await this.repository.files(publication.id), 1);
    return { publication, entries };
  }

  private isFresh({ origin, checkedAt }: PublicationSnapshot): boolean {
    return origin !== 'sandbox' && Date.now() - checkedAt.getTime() < this.config.OFAC_FRESH_HOURS * 3_600_000;
  }
}

const originOf = (directory: string): PublicationOrigin =>
  resolve(directory) === sandboxListDirectory() ? 'sandbox' : 'directory';

/** Beside the sources, which also lie in the image: found from the compiled file as well. */
function sandboxListDirectory(): string {
  for (let directory = __dirname; directory !== dirname(directory); directory = dirname(directory)) {
    const candidate = join(directory, 'libs/screening/sandbox-list');
    if (existsSync(join(candidate, 'sdn.csv'))) return candidate;
  }
  throw new Error('The sandbox list is missing: libs/screening/sandbox-list belongs to the installation.');
}
