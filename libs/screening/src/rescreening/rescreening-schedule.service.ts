import { loadConfig } from '@bonafide/configuration';
import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { INSTALLATION_ID, type OrganizationId } from '@bonafide/identifiers';
import { describeError, gauge, log } from '@bonafide/observability';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { WITH_MONITORING_ORGANIZATIONS } from '../monitoring/monitoring-organizations';
import { screenedSources } from '../publications/list.config';
import type { PublicationId } from '../screening-ids';
import { ListCoverage } from './list-coverage.service';
import { RescreeningConfig } from './rescreening.config';
import { Rescreenings } from './rescreenings.service';

const LOOK_EVERY_MS = 60_000;

const incomplete = gauge('rescreenings_incomplete', 'Rescreenings that have ended though somebody was not screened');

/**
 * Has everybody screened again when it is time, sees to it that every list in use is covered, and counts what is
 * incomplete. Every dispatcher may run it: what one has begun the other finds.
 */
@Injectable()
export class RescreeningSchedule implements OnApplicationShutdown {
  private readonly config = loadConfig(RescreeningConfig);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly coverage: ListCoverage,
    private readonly rescreenings: Rescreenings,
    private readonly encryption: FieldEncryption,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    void this.look();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Plans what is due. Public for tests. */
  async look(): Promise<void> {
    try {
      await this.encryption.prepare(INSTALLATION_ID);
      await this.database.transaction((tx) => this.coverLists(tx));
      if (this.config.RESCREENING_DAYS > 0) await this.beginDue();
      const [row] = await this.database.query<{ count: number }>(
        // A full run that came after it has screened whom it left out, or would be incomplete itself.
        `SELECT count(*)::integer AS count FROM rescreenings AS run
         WHERE state = 'incomplete' AND NOT EXISTS (
           SELECT 1 FROM rescreenings AS later
           WHERE later.organization_id = run.organization_id AND later.number > run.number
             AND later.kind = 'full' AND later.state = 'completed')`,
      );
      incomplete.set(row?.count ?? 0);
    } catch (error) {
      log.warn('rescreening.schedule-failed', describeError(error));
    }
  }

  /**
   * A list may be in use without having been put to use: when SCREENING_LISTS names it again after some time, its last
   * publication is there already, and those who came meanwhile were not screened on it.
   */
  private async coverLists(tx: Transaction): Promise<void> {
    const lists = screenedSources().map(({ id }) => id);
    if (!(await this.isAnyUncovered(tx, lists))) return;
    await this.coverage.takeTurn(tx);
    await this.coverage.forgetOthers(tx, lists);
    const active = await tx.query<{ list: string; id: PublicationId }>(
      `SELECT list, id FROM list_publications WHERE state = 'active' AND list = ANY ($1) ORDER BY list`,
      [lists],
    );
    for (const { list, id } of active) await this.coverage.follow(tx, list, id);
  }

  /** Cheap, and for most of the time all that there is to do. */
  private async isAnyUncovered(tx: Transaction, lists: readonly string[]): Promise<boolean> {
    const rows = await tx.query(
      `SELECT 1 FROM list_publications AS publication
       FULL JOIN monitored_lists AS covered ON covered.list = publication.list AND publication.state = 'active'
       WHERE (publication.state = 'active' AND publication.list = ANY ($1)
              AND publication.id IS DISTINCT FROM covered.publication_id)
          OR covered.list <> ALL ($1)
       LIMIT 1`,
      [lists],
    );
    return rows.length > 0;
  }

  /** Whoever has monitored somebody for so long, and has had no full run since. */
  private async beginDue(): Promise<void> {
    const due = await this.database.query<{ id: OrganizationId }>(
      `${WITH_MONITORING_ORGANIZATIONS}
       SELECT id FROM organization
       WHERE id IS NOT NULL
         AND NOT EXISTS (
           SELECT 1 FROM rescreenings WHERE organization_id = organization.id AND kind = 'full' AND state <> 'cancelled'
             AND created_at > now() - $1 * interval '1 day')
         AND (SELECT created_at FROM monitored_subjects
              WHERE organization_id = organization.id AND ended_revision IS NULL ORDER BY id LIMIT 1)
             < now() - $1 * interval '1 day'`,
      [this.config.RESCREENING_DAYS],
    );
    for (const { id } of due) await this.database.transaction((tx) => this.rescreenings.request(tx, id, 'schedule'));
  }
}
