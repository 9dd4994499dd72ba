import { loadConfig } from '@bonafide/configuration';
import { Database } from '@bonafide/database';
import { Injectable } from '@nestjs/common';

import { type ListSource } from '../lists/list-source';
import { downloadSites } from './download-sites';
import { findInDirectories } from './list-directories';
import { ListChecks } from './list-checks.repository';
import { DownloadError, ListDownloadClient } from './list-download.client';
import { type Intake, ListIntake } from './list-intake.service';
import { originOf } from './sandbox-list';
import { ListConfig } from './list.config';
import { PARSER_VERSION } from './publication';
import { PublicationRepository } from './publication.repository';

/** How often canaries are sent into a list that does not change. */
const PROBE_EVERY_MS = 24 * 3_600_000;

/** Asks a publisher whether there is a new list, and takes it in. */
@Injectable()
export class ListRefresh {
  private readonly config = loadConfig(ListConfig);
  private readonly sites = downloadSites(this.config.OFAC_DOWNLOAD_URL);

  constructor(
    private readonly database: Database,
    private readonly publications: PublicationRepository,
    private readonly checks: ListChecks,
    private readonly intake: ListIntake,
  ) {}

  /**
   * Reads the directories again that the settings name, or asks the publisher.
   * @throws DownloadError when the publisher could not be asked; what is in use stays in use
   */
  async refresh(source: ListSource): Promise<Intake['outcome']> {
    const outcome = this.config.LIST_DIRS.length === 0 ? await this.download(source) : await this.reread(source);
    if (outcome === 'unchanged') await this.probeDaily(source);
    return outcome;
  }

  private async reread(source: ListSource): Promise<Intake['outcome']> {
    const { directory, files } = findInDirectories(source, this.config.LIST_DIRS);
    return (await this.intake.take(source, files, originOf(directory))).outcome;
  }

  private async probeDaily(source: ListSource): Promise<void> {
    const [active, check] = await Promise.all([this.publications.active(source.id, false), this.checks.of(source.id)]);
    if (active === null || Date.now() - (check?.probedAt?.getTime() ?? 0) < PROBE_EVERY_MS) return;
    await this.intake.probe(source, active);
  }

  private async download(source: ListSource): Promise<Intake['outcome']> {
    if (!this.config.LIST_DOWNLOAD) throw new DownloadError('Lists are not downloaded here (LIST_DOWNLOAD=false).');
    const site = this.sites.get(source.id);
    if (site === undefined)
      throw new DownloadError(`The list ${source.id} is not downloaded; name a directory with its files in LIST_DIRS.`);
    const active = await this.publications.active(source.id, false);
    const check = await this.checks.of(source.id);
    // Without a list in use, "not modified" would leave us without one, and with one that an older version of the program
    // has read, without what this one reads more.
    const isAsRead = active?.origin === 'download' && active.parserVersion === PARSER_VERSION;
    const known = isAsRead ? check?.validators : undefined;
    const download = await new ListDownloadClient(site).fetch(known);
    if (download.kind === 'files') {
      return (await this.intake.take(source, download.files, 'download', download.validators)).outcome;
    }
    if (active !== null) {
      await this.database.transaction(async (tx) => {
        await this.publications.seen(tx, active.id, 'download');
        await this.checks.record(tx, source.id, 'unchanged');
      });
    }
    return 'unchanged';
  }
}
