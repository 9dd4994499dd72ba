import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { delayAfter, jobCatalog } from '@bonafide/jobs';
import { projectRoot } from '@bonafide/testing';

const filesOf = (folder: string): string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));

const declared = filesOf('libs/jobs/src/job-types').filter((file) => file.endsWith('.job.ts'));
const processors = filesOf('apps').filter((file) => file.endsWith('.processor.ts'));
const typeOf = (file: string): string => /([^/]+)\.(job|processor)\.ts$/.exec(file)?.[1] ?? file;

/** Fails with what to do instead of with two values that differ. */
function demand(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}

describe.each(declared.map(typeOf))('the job type %s', (type) => {
  const job = jobCatalog.find((candidate) => candidate.type === type);
  const source = readFileSync(join(projectRoot, `libs/jobs/src/job-types/${type}.job.ts`), 'utf8');

  it('is named as its file', () => {
    demand(
      source.includes(`type: '${type}'`),
      `libs/jobs/src/job-types/${type}.job.ts must declare type: '${type}': the file, the queue, the database value and the processor carry the same word.`,
    );
    demand(/^[a-z]+(-[a-z]+)*$/.test(type), `Name the job type "${type}" in lower-case words with hyphens between.`);
  });

  it('is in the catalogue, once', () => {
    const count = jobCatalog.filter((candidate) => candidate.type === type).length;
    demand(
      count === 1,
      `"${type}" is ${count} times in jobCatalog: name it there once (libs/jobs/src/job-catalog.ts).`,
    );
  });

  it('has one processor, in the source folder of one app', () => {
    const own = processors.filter((file) => typeOf(file) === type);
    demand(
      own.length === 1 && own.every((file) => /^apps\/[^/]+\/src\/[^/]+$/.test(file)),
      `"${type}" must have one processor, apps/<an app>/src/${type}.processor.ts; found: ${own.join(', ') || 'none'}.`,
    );
  });

  it('has a processor that is tested by itself', () => {
    const [processor = ''] = processors.filter((file) => typeOf(file) === type);
    const spec = processor.replace(/\.ts$/, '.spec.ts');
    demand(
      existsSync(join(projectRoot, spec)),
      `${processor} has no spec beside it: write ${spec} with performJob of @bonafide/testing.`,
    );
  });

  it('gives up some day, and its attempts end', () => {
    if (job === undefined) throw new Error(`"${type}" is not in jobCatalog (libs/jobs/src/job-catalog.ts).`);
    const { retry, timeoutMs } = job;
    demand(
      delayAfter(retry, retry.delaysMs.length + 1, 0) === null && retry.delaysMs.every(Number.isFinite),
      `"${type}" is tried for ever: its retry policy must end.`,
    );
    demand(
      Number.isFinite(timeoutMs) && timeoutMs > 0,
      `"${type}" needs a timeoutMs after which an attempt is aborted.`,
    );
  });
});

describe('the job catalogue', () => {
  it('holds what libs/jobs/src/job-types declares and nothing else', () => {
    expect(jobCatalog.map(({ type }) => type).sort()).toEqual(declared.map(typeOf).sort());
  });

  it('has every processor there is: one without a job type would never be called', () => {
    const stray = processors.filter((file) => !jobCatalog.some(({ type }) => type === typeOf(file)));
    demand(
      stray.length === 0,
      `${stray.join(', ')} is named after no job type: declare it in libs/jobs, or rename it.`,
    );
  });
});
