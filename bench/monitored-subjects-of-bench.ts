import { Database, DatabaseModule } from '@bonafide/database';
import { EncryptionModule, FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { JobRuntimeModule } from '@bonafide/job-runtime';
import { ObservabilityModule } from '@bonafide/observability';
import {
  ChangedLists,
  MonitoredSubjects,
  type PartSubject,
  type RescreeningId,
  RescreeningRuns,
  ScreeningModule,
  ScreeningThreads,
} from '@bonafide/screening';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { madeUpSubject } from './made-up-subjects';
import { seededRandom } from './random';

const SUBJECTS_AT_ONCE = 5_000;
/** As a part reads and screens them. */
const SLICE = 500;
const THRESHOLDS = { threshold: 0.8, listThresholds: {} };

interface Sealed {
  readonly id: string;
  readonly subject: Buffer;
}

/** Subjects of the benchmark, as the services store them, and what each stage of screening them again takes by itself. */
export class MonitoredSubjectsOfBench {
  private constructor(
    private readonly context: INestApplicationContext,
    private readonly organizationId: OrganizationId,
    private readonly listDirectory: string,
  ) {}

  static async open(
    environment: Readonly<Record<string, string>>,
    organizationId: OrganizationId,
  ): Promise<MonitoredSubjectsOfBench> {
    Object.assign(process.env, environment, { OPERATIONS_PORT: '0' });
    const context = await NestFactory.createApplicationContext(BenchModule, { logger: false });
    await context.get(FieldEncryption).prepare(organizationId);
    return new MonitoredSubjectsOfBench(context, organizationId, environment['LIST_DIRS'] ?? '');
  }

  get database(): Database {
    return this.context.get(Database);
  }

  async begin(count: number): Promise<void> {
    const random = seededRandom(2026);
    const service = this.context.get(MonitoredSubjects);
    for (let from = 0; from < count; from += SUBJECTS_AT_ONCE) {
      const subjects = Array.from({ length: Math.min(SUBJECTS_AT_ONCE, count - from) }, (_, index) => ({
        subject: subjectOf(random),
        externalId: `customer-${from + index}`,
        threshold: null,
        submitter: { apiKeyId: 'key_bench', actor: null },
      }));
      await this.database.transaction((tx) => service.begin(tx, this.organizationId, subjects));
    }
    await this.database.query('VACUUM ANALYZE monitored_subjects');
  }

  /** Prints the processor time of this process for each stage; Postgres's own comes on top of reading. */
  async measureStages(runId: RescreeningId, count: number): Promise<void> {
    const runs = this.context.get(RescreeningRuns);
    const run = await runs.find(runId);
    if (run?.list == null || run.toPublicationId === null || run.listSetId === null)
      throw new Error('It was no delta.');
    const ids = await this.database.query<{ id: string }>(
      'SELECT id FROM rescreening_parts WHERE rescreening_id = $1 ORDER BY number',
      [runId],
    );
    const rows: Sealed[] = [];
    const read = await processorTime(async () => {
      for (const { id } of ids) {
        const part = await runs.findPart(id);
        let slice: PartSubject[] = [];
        for (let after: string | null = null; part !== null && rows.length < count; after = slice.at(-1)?.id ?? null) {
          slice = await runs.subjectsOf(part, after, SLICE);
          for (const one of slice) if (one.subject !== null) rows.push({ id: one.id, subject: one.subject });
          if (slice.length < SLICE) break;
        }
      }
    });
    const encryption = this.context.get(FieldEncryption);
    const texts: Buffer[] = [];
    const opened = await processorTime(async () => {
      for (let from = 0; from < rows.length; from += SLICE) {
        const slice = rows.slice(from, from + SLICE);
        const place = { table: 'monitored_subjects', column: 'subject' };
        const values = slice.map(({ id, subject }) => ({ place: { ...place, row: id }, sealed: subject }));
        for (const text of await encryption.openMany(this.organizationId, values)) if (text !== null) texts.push(text);
      }
    });
    const each = (seconds: number) => `${((1e6 * seconds) / rows.length).toFixed(1)} us`;
    console.log(`one by one, over ${rows.length} subjects, processor time of a subject:`);
    console.log(`  read ${each(read)}, opened ${each(opened)}`);
    const change = { list: run.list, from: run.fromPublicationId, to: run.toPublicationId, listSetId: run.listSetId };
    await this.context.get(ChangedLists).use(change, async ({ threads }) => {
      console.log(`  screened against what changed ${each(await screenAll(threads, texts))}`);
    });
    const whole = await ScreeningThreads.start({ threads: 1, lists: [this.listDirectory] });
    console.log(`  reference: screened against the whole list ${each(await screenAll(whole, texts))}`);
    await whole.stop();
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

async function screenAll(threads: ScreeningThreads, texts: readonly Buffer[]): Promise<number> {
  const ask = async (all: readonly Buffer[]): Promise<void> => {
    for (let from = 0; from < all.length; from += SLICE) {
      const slice = all.slice(from, from + SLICE);
      const lines = Buffer.concat(slice.flatMap((text) => [text, Buffer.from('\n')]));
      await threads.screenSubjects({ lines, thresholds: slice.map(() => THRESHOLDS) }, 100);
    }
  };
  // The code is made fast first.
  await ask(texts.slice(0, 2_000));
  return processorTime(() => ask(texts));
}

async function processorTime(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

type NewSubject = Parameters<MonitoredSubjects['begin']>[2][number]['subject'];

function subjectOf(random: () => number): NewSubject {
  const { type, name, birthDate } = madeUpSubject(random);
  return {
    name,
    alternativeNames: [],
    countries: [],
    identifications: [],
    addresses: [],
    ...(type === 'business' || type === 'person' ? { type } : {}),
    ...(birthDate === undefined ? {} : { birthDate }),
  };
}

@Module({ imports: [ObservabilityModule, DatabaseModule, EncryptionModule, JobRuntimeModule, ScreeningModule] })
class BenchModule {}
