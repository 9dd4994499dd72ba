/**
 * A publication becomes active and every monitored subject is screened against what changed, through the database, by one
 * worker: `npm run bench -- rescreening --from DIR --to DIR [--subjects 1000000] [--sample 20000]`, with OFAC's
 * delimited files in both. Beside it, on a sample: each stage by itself, and the whole list in place of the change.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { Database } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import type { RescreeningId } from '@bonafide/screening';

import { BenchSystem } from './bench-system';
import { MonitoredSubjectsOfBench } from './monitored-subjects-of-bench';

const APPS = ['api', 'dispatcher', 'list-refresh-worker', 'bulk-screening-worker'];
const LIST = 'us-ofac-sdn';
const END_OF_FILE = '\u001a';

interface Run {
  readonly id: RescreeningId;
  readonly state: string;
  readonly entries: string;
  readonly subjects: number;
  readonly screened: number;
  readonly parts: number;
  readonly hits: number;
  readonly planSeconds: number;
  readonly seconds: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      subjects: { type: 'string', default: '50000' },
      sample: { type: 'string', default: '20000' },
    },
  });
  const { from, to } = values;
  if (from === undefined || to === undefined) throw new Error('Name two publications: --from DIR --to DIR.');
  const directory = mkdtempSync(join(tmpdir(), 'bonafide-bench-list-'));
  publish(from, directory, to);
  const system = await BenchSystem.start({ env: { LIST_DIRS: directory, LIST_SHRINKAGE_PERCENT: '50' }, apps: APPS });
  try {
    const organization = await system.newOrganization('bench');
    const subjects = await MonitoredSubjectsOfBench.open(system.environment, organization.id as OrganizationId);
    const insertedFrom = performance.now();
    await subjects.begin(Number(values.subjects));
    console.log(`${values.subjects} subjects stored in ${((performance.now() - insertedFrom) / 1_000).toFixed(0)} s`);

    const before = await system.processorSeconds();
    publish(to, directory, to);
    await system.operate(`/v1/lists/${LIST}/refresh`);
    const run = await finished(subjects.database);
    const after = await system.processorSeconds();
    print(run, before, after);
    await subjects.measureStages(run.id, Number(values.sample));
    await subjects.close();
  } finally {
    await system.stop();
    rmSync(directory, { recursive: true });
  }
}

/**
 * Archives of old publications often lack the remarks that were too long for the first file, and the sign of the end of a
 * file: then another's serve, and it is set.
 */
function publish(from: string, to: string, commentsFrom: string): void {
  for (const name of ['sdn.csv', 'alt.csv', 'add.csv', 'sdn_comments.csv']) {
    const own = join(from, name);
    const text = readFileSync(existsSync(own) ? own : join(commentsFrom, name), 'latin1');
    writeFileSync(join(to, name), text.trimEnd().endsWith(END_OF_FILE) ? text : `${text}${END_OF_FILE}\r\n`, 'latin1');
  }
}

async function finished(database: Database): Promise<Run> {
  for (;;) {
    const [run] = await database.query<Run>(
      `SELECT id, state, concat(entries_added, ' added, ', entries_changed, ' changed, ', entries_removed, ' removed') AS entries,
              subjects, subjects_screened AS screened, parts, hits_found AS hits,
              extract(epoch FROM started_at - created_at)::float8 AS "planSeconds",
              extract(epoch FROM finished_at - created_at)::float8 AS seconds
       FROM rescreenings WHERE finished_at IS NOT NULL`,
    );
    if (run !== undefined) return run;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

type Processes = Awaited<ReturnType<BenchSystem['processorSeconds']>>;

function print(run: Run, before: Processes, after: Processes): void {
  const { state, entries, subjects, screened, parts, hits, planSeconds, seconds } = run;
  if (state !== 'completed' || screened !== subjects)
    throw new Error(`The run is ${state}: ${screened} of ${subjects}.`);
  console.log(`${entries}; ${screened} of ${subjects} subjects in ${parts} parts, ${hits} hits`);
  console.log(
    `from the activation to the last part ${seconds.toFixed(1)} s (planned after ${planSeconds.toFixed(1)} s): ` +
      `${(subjects / seconds).toFixed(0)} subjects/s`,
  );
  const spent = after.map(({ name, cpuSeconds }) => {
    const earlier = before.find((other) => other.name === name)?.cpuSeconds ?? 0;
    return { name, seconds: cpuSeconds - earlier };
  });
  const total = spent.reduce((sum, one) => sum + one.seconds, 0);
  console.log(`processor seconds: ${spent.map((one) => `${one.name} ${one.seconds.toFixed(1)}`).join(', ')}`);
  console.log(`${total.toFixed(1)} in all: ${((1e6 * total) / subjects).toFixed(0)} us a subject`);
}

void main();
