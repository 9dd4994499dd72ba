import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { declaredSettings } from '@bonafide/configuration';
import { customerStatuses, eligibilityRequirements, levelOf, requirementsOf } from '@bonafide/customers';
import { canBecome, jobCatalog, jobStates } from '@bonafide/jobs';
import { hitStates, reasonCodes, screeningStates } from '@bonafide/screening';
import { projectRoot } from '@bonafide/testing';
import { eventTypes, signWebhook } from '@bonafide/webhooks';

import { importConfigFiles } from './config-files';

const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');
const filesIn = (folder: string): string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));

const pages = [
  ...readdirSync(projectRoot).filter((file) => file.endsWith('.md')),
  ...filesIn('docs').filter((file) => file.endsWith('.md')),
];
const everythingMatching = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

describe('the docs', () => {
  it.each(pages)('%s leads to files that there are', (page) => {
    const links = everythingMatching(read(page), /\]\(([^)#\s]+)[^)]*\)/g).filter((link) => !/^https?:/.test(link));
    const broken = links.filter((link) => !existsSync(join(projectRoot, dirname(page), link)));
    expect(broken).toEqual([]);
  });

  it.each(pages)('%s names settings that there are', async (page) => {
    await importConfigFiles();
    const ofOthers = ['NAME_FILE', 'UPDATE_DEPENDENCY_GRAPH', 'WEBHOOK_SECRET'];
    const known = new Set([...declaredSettings(), ...ofOthers]);
    const named = everythingMatching(read(page), /(?<![\w-])([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)\b/g);
    expect(named.filter((name) => !known.has(name) && !known.has(name.replace(/_FILE$/, '')))).toEqual([]);
  });
});

describe('ARCHITECTURE.md', () => {
  it.each(['apps', 'libs'])('has a line for every folder of %s and for no other', (folder) => {
    const [, section = ''] = read('ARCHITECTURE.md').split(folder === 'apps' ? '## Processes' : '## Libs');
    const [own = ''] = section.split(/\n## |<!--/);
    expect(everythingMatching(own, /^\| `([a-z-]+)`/gm).sort()).toEqual(readdirSync(join(projectRoot, folder)).sort());
  });
});

describe('docs/job-states.md', () => {
  const page = read('docs/job-states.md');

  it('draws every move that a job may make and no other', () => {
    const drawn = [...page.matchAll(/^ {2}([a-z]+) --> ([a-z]+):/gm)].map(([, from, to]) => `${from} → ${to}`);
    const allowed = jobStates.flatMap((from) =>
      jobStates.filter((to) => canBecome(from, to)).map((to) => `${from} → ${to}`),
    );
    expect(drawn.sort()).toEqual(allowed.sort());
  });

  it.each(jobCatalog)('says how often and how long $type is tried', ({ type, retry, timeoutMs }) => {
    const [, attempts, delays = '', timeout] =
      new RegExp(`^\\| \`${type}\` +\\| (\\d+) +\\| ([^|]+?) +\\| (\\d+) s`, 'm').exec(page) ?? [];
    expect({ attempts: Number(attempts), timeoutMs: Number(timeout) * 1_000 }).toEqual({
      attempts: retry.delaysMs.length + 1,
      timeoutMs,
    });
    expect(delaysOf(delays)).toEqual(retry.delaysMs);
    expect(retry.jitter).toBe(0.2);
  });

  /** `1, 2, 4 s` or `5 s, 5 min, 2 h`: a number without a unit has that of the next one. */
  function delaysOf(text: string): number[] {
    const unitsMs: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000 };
    let unit = '';
    const delays = text
      .split(', ')
      .reverse()
      .map((word) => {
        const [number, named] = word.split(' ');
        unit = named ?? unit;
        return Number(number) * (unitsMs[unit] ?? Number.NaN);
      });
    return delays.reverse();
  }
});

describe('docs/operations.md', () => {
  it('says what each check of readiness means', () => {
    const sources = ['apps', 'libs'].flatMap(filesIn).filter((file) => /(?<!\.spec)\.ts$/.test(file));
    const registered = sources.flatMap((file) => everythingMatching(read(file), /readiness\.register\('([a-z-]+)'/g));
    const [, section = ''] = read('docs/operations.md').split('## Health');
    const [own = ''] = section.split('\n## ');
    expect(everythingMatching(own, /^\| `([a-z-]+)`/gm).sort()).toEqual(registered.sort());
  });

  it('has every metric that the code declares, with its labels', () => {
    const sources = ['apps', 'libs'].flatMap(filesIn).filter((file) => /(?<!\.spec)\.ts$/.test(file));
    const declaration = /\b(?:counter|gauge|latencyHistogram)\(\s*'([a-z_]+)',\s*'[^']+'(?:,\s*\[([^\]]*)\])?/g;
    const declared = sources.flatMap((file) =>
      [...read(file).matchAll(declaration)].map(([, name, labels = '']) => {
        const words = labels.match(/[a-z]+/g) ?? [];
        return `bonafide_${name}: ${words.join(', ')}`;
      }),
    );
    const row = /^\| `(bonafide_[a-z_]+)` +\| ([a-z, ]*?) +\|/gm;
    const described = [...read('docs/operations.md').matchAll(row)].map(([, name, labels]) => `${name}: ${labels}`);
    expect(declared.length).toBeGreaterThan(10);
    expect(described.sort()).toEqual(declared.sort());
  });
});

describe('docs/hits.md', () => {
  const page = read('docs/hits.md');
  const drawnIn = (heading: string) => {
    const [, section = ''] = page.split(`## ${heading}\n`);
    const [drawing = ''] = section.split('\n## ');
    return new Set(everythingMatching(drawing, /^ {2}(?:[a-z_]+|\[\*\]) --> ([a-z_]+):/gm));
  };

  it('draws every state of a screening and of a hit, and no other', () => {
    expect([...drawnIn('The states of a screening')].sort()).toEqual([...screeningStates].sort());
    expect([...drawnIn('The states of a hit')].sort()).toEqual([...hitStates].sort());
  });

  it('says which reason goes with which decision', () => {
    const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| (yes|) *\| (yes|) *\|/gm)];
    const reasonsFor = (column: number) => rows.filter((row) => row[column] === 'yes').map(([, reason]) => reason);
    expect(reasonsFor(2).sort()).toEqual([...reasonCodes.dismiss].sort());
    expect(reasonsFor(3).sort()).toEqual([...reasonCodes.confirm].sort());
  });
});

describe('docs/customers.md', () => {
  const page = read('docs/customers.md');

  it('has the rules of the ladder, level by level, and draws every status', () => {
    const rows = [...page.matchAll(/^\| `([a-z_]+)` +\| (\d) +\| (.*?) *\|$/gm)].map(
      ([, status, level, takes = '']) => [status, Number(level), everythingMatching(takes, /`([a-z_]+)`/g)],
    );
    expect(rows).toEqual(customerStatuses.map((status) => [status, levelOf(status), requirementsOf[status]]));
    const drawn = new Set(everythingMatching(page, /^ {2}(?:[a-z_]+|\[\*\]) --> ([a-z_]+):/gm));
    expect([...drawn].sort()).toEqual([...customerStatuses].sort());
  });

  it('has every requirement of eligibility', () => {
    const [, section = ''] = page.split('## Eligibility');
    expect(everythingMatching(section, /^\| `([a-z_]+)` +\|/gm)).toEqual([...eligibilityRequirements]);
  });
});

describe('docs/webhooks.md', () => {
  it('has a line for every event that there is and for no other', () => {
    const described = everythingMatching(read('docs/webhooks.md'), /^\| `([a-z_]+(?:\.[a-z_]+)+)` +\|/gm);
    expect(described.sort()).toEqual([...eventTypes].sort());
  });

  it('shows how to verify by hand what we sign', () => {
    const example = everythingMatching(read('docs/webhooks.md'), /```js\n([^`]*isGenuine[^]*?)```/g)[0] ?? '';
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const [messageId, body, nowSeconds] = ['evt_1', '{"type":"test"}', Math.floor(Date.now() / 1_000)];
    const signed = (timestampSeconds: number) => ({
      'webhook-id': messageId,
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': signWebhook({ secrets: [secret], messageId, timestampSeconds, body }),
    });
    const headers = signed(nowSeconds);
    const calls = [
      [secret, headers, body],
      [secret, { ...headers, 'webhook-signature': `v1,short ${headers['webhook-signature']}` }, body],
      [secret, headers, `${body} `],
      [secret, signed(nowSeconds - 310), body],
      [`whsec_${Buffer.alloc(32, 8).toString('base64')}`, headers, body],
    ];
    const program = `${example}\nconsole.log(JSON.stringify(${JSON.stringify(calls)}.map((call) => isGenuine(...call))));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual([true, true, false, false, false]);
  });
});
