import { loadConfig } from '@bonafide/configuration';
import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { INSTALLATION_ID } from '@bonafide/identifiers';
import { JobReader, JobSubmitter } from '@bonafide/job-runtime';
import { isSettled, type JobId, ListRefresh } from '@bonafide/jobs';
import { describeError, log } from '@bonafide/observability';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { ListChecks } from './list-checks.repository';
import { ListConfig, screenedSources } from './list.config';

const LOOK_EVERY_MS = 60_000;

/** Has lists looked for again when it is time. Every dispatcher may run it: one at a time looks, and a job that waits is enough. */
@Injectable()
export class ListSchedule implements OnApplicationShutdown {
  private readonly config = loadConfig(ListConfig);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly checks: ListChecks,
    private readonly jobs: JobReader,
    private readonly submitter: JobSubmitter,
    private readonly encryption: FieldEncryption,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @returns the job that looks for the list; the one that is under way if there is one */
  async request(tx: Transaction, list: string): Promise<JobId> {
    await this.checks.takeTurn(tx, list);
    const [latest] = await this.jobs.list({ organizationId: null, type: ListRefresh.type, subjectId: list, limit: 1 });
    if (latest !== undefined && !isSettled(latest.state)) return latest.id;
    return this.submitter.submit(tx, ListRefresh, {
      organizationId: INSTALLATION_ID,
      payload: { list },
      subjectId: list,
    });
  }

  /** Submits what is due. Public for tests. */
  async look(): Promise<void> {
    const { LIST_DOWNLOAD, LIST_DIRS, LIST_REFRESH_MINUTES } = this.config;
    if (!LIST_DOWNLOAD && LIST_DIRS.length === 0) return;
    try {
      await this.encryption.prepare(INSTALLATION_ID);
      for (const { id } of screenedSources(this.config)) {
        const dueAt = Date.now() - LIST_REFRESH_MINUTES * 60_000;
        const filter = { organizationId: null, type: ListRefresh.type, subjectId: id, limit: 1 };
        const [[latest], check] = await Promise.all([this.jobs.list(filter), this.checks.of(id)]);
        const wasAsked = latest !== undefined && latest.createdAt.getTime() > dueAt;
        const wasSeen = (check?.checkedAt?.getTime() ?? 0) > dueAt;
        if (!wasAsked && !wasSeen) await this.database.transaction((tx) => this.request(tx, id));
      }
    } catch (error) {
      log.warn('list.schedule-failed', describeError(error));
    }
  }
}
