import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { readListDirectory, ScreeningEngine } from '@bonafide/screening';

// Every run starts a process.
jest.setTimeout(30_000);

const root = resolve(__dirname, '../../..');
const sandboxList = join(root, 'libs/screening/sandbox-list');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('npm run screen', () => {
  let directory: string;
  let child: ChildProcess | undefined;

  // Builds what is not built yet, before anything is timed.
  beforeAll(async () => {
    await end(start('--help'));
  }, 180_000);

  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'bonafide-screen-spec-'))));

  afterEach(() => {
    child?.kill('SIGKILL');
    rmSync(directory, { recursive: true });
  });

  function start(...args: string[]): ChildProcess {
    child = spawn(process.execPath, [join(root, 'local', 'screen.mjs'), ...args], {
      env: { ...process.env, INIT_CWD: directory },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return child;
  }

  function end(started: ChildProcess): Promise<Ended> {
    let [stdout, stderr] = ['', ''];
    started.stdout?.on('data', (text: Buffer) => (stdout += text.toString()));
    started.stderr?.on('data', (text: Buffer) => (stderr += text.toString()));
    return new Promise((settle) => started.once('close', (code) => settle({ code, stdout, stderr })));
  }

  const screen = (...args: string[]): Promise<Ended> => end(start('--list-dir', sandboxList, ...args));
  const give = (file: string, content: string | Buffer) => writeFileSync(join(directory, file), content);
  const linesOf = (file: string): string[] => readFileSync(join(directory, file), 'utf8').trimEnd().split('\n');

  it('writes what the engine answers when it is asked directly, and sums it up', async () => {
    const names = ['Ilmar Quenby Varnostra', 'Nobody Inparticular', 'Youssef Zarqoumi'];
    give('people.csv', ['id,name', ...names.map((name, index) => `p${index},${name}`)].join('\n'));
    const { code, stdout } = await screen('--in', 'people.csv', '--out', 'hits.ndjson', '--threads', '1');
    const { entries } = readListDirectory(sandboxList).publications[0]!;
    const engine = ScreeningEngine.build(entries);
    const expected = names.map((name, index) => {
      const subject = { name, alternativeNames: [], countries: [], identifications: [], addresses: [] };
      const hits: unknown = JSON.parse(JSON.stringify(engine.screen(subject, { threshold: 0.8, limit: 10 }).hits));
      return { id: `p${index}`, hits };
    });
    expect(code).toBe(0);
    expect(linesOf('hits.ndjson').map((line) => JSON.parse(line) as unknown)).toEqual(expected);
    expect(stdout).toMatch(/^rows +3\nhits +2 in 2 rows\nerrors +0\ntime +[\d.]+ s, \d+ rows\/s, 1 threads\n/m);
    expect(stdout).toMatch(/^list +us-ofac-sdn, 30 entries, publication date not given, SHA-256 [0-9a-f]{64}$/m);
    expect(stdout).toContain(`${engine.version}, configuration ${engine.configurationHash}`);
  });

  it('keeps the order of 10,000 rows, and writes the same bytes with one thread and with three', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) =>
      index % 100 === 0 ? `${index},Ilmar Varnostra,1961` : index % 101 === 0 ? `${index},,` : `${index},Ann Roe,`,
    );
    give('people.csv', ['id,name,birth_date', ...rows].join('\n'));
    const one = await screen('--in', 'people.csv', '--out', 'one.ndjson', '--threads', '1');
    const three = await screen('--in', 'people.csv', '--out', 'three.ndjson', '--threads', '3');
    expect([one.code, three.code]).toEqual([2, 2]);
    const ids = linesOf('three.ndjson').map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids).toEqual(rows.map((_, index) => String(index)));
    expect(linesOf('three.ndjson')).toEqual(linesOf('one.ndjson'));
    expect(three.stdout).toMatch(/^errors +99$/m);
  });

  it('reads NDJSON and compressed files, and goes by threshold and limit', async () => {
    give('people.ndjson.gz', gzipSync('{"name":"Ilmer Quenbi Varnostre"}\n{"name":"Blue Heron Trading"}\n'));
    const hitCounts = async (...options: string[]): Promise<number[]> => {
      await screen('--in', 'people.ndjson.gz', '--out', 'hits.ndjson', ...options);
      return linesOf('hits.ndjson').map((line) => (JSON.parse(line) as { hits: unknown[] }).hits.length);
    };
    expect(await hitCounts('--threshold', '0.5')).toEqual([1, 2]);
    expect(await hitCounts('--threshold', '0.5', '--limit', '1')).toEqual([1, 1]);
    expect((await hitCounts('--threshold', '1'))[0]).toBe(0);
  });

  it('tells of rows that could not be screened by exit code 2, and shows them', async () => {
    give('people.csv', 'id,name,phone\n1,Ann Roe,\n2,,\n3,"Ann Roe,\n4,Ann Roe,\n');
    const { code, stdout, stderr } = await screen('--in', 'people.csv', '--out', 'hits.ndjson');
    expect([code, linesOf('hits.ndjson').length]).toEqual([2, 4]);
    expect(linesOf('hits.ndjson')[1]).toBe(
      '{"id":"2","error":{"code":"name-missing","detail":"The row has no name."},"row":2}',
    );
    expect(stdout).toMatch(/^errors +2$/m);
    expect(stderr).toContain('! Columns that are not read: phone.');
    expect(stderr).toContain('! us-ofac-sdn has 30 entries; a complete publication has at least 5,000.');
  });

  it.each<[string, string[], string]>([
    ['a file that is not there', ['--in', 'nobody.csv'], '--in: there is no file'],
    ['an empty file', ['--in', 'empty.csv'], 'empty.csv is empty (0 bytes).'],
    ['a file without names', ['--in', 'nameless.csv'], 'nameless.csv has no column "name".'],
    ['a file that is not whole', ['--in', 'cut.csv.gz'], 'cut.csv.gz cannot be read: it is not a whole gzip file.'],
    ['a directory without lists', ['--in', 'good.csv', '--list-dir', 'empty'], 'none of the files is a sanctions list'],
    ['the same list twice', ['--in', 'good.csv', '--list-dir', sandboxList], 'which of the two counts?'],
    ['a threshold that is none', ['--in', 'good.csv', '--threshold', 'high'], '--threshold must be a number from 0.5'],
  ])('of %s ends with 1, a sentence and no result', async (_, args, sentence) => {
    give('empty.csv', '');
    give('nameless.csv', 'id,country\n1,US\n');
    give('good.csv', 'name\nAnn Roe\n');
    give('cut.csv.gz', gzipSync('name\nAnn Roe\n').subarray(0, 20));
    mkdirSync(join(directory, 'empty'));
    const { code, stdout, stderr } = await screen('--out', 'hits.ndjson', ...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(readdirSync(directory).filter((file) => file.startsWith('hits'))).toEqual([]);
  });

  it('keeps the result of an earlier run when it fails', async () => {
    give('nameless.csv', 'id,country\n1,US\n');
    give('hits.ndjson', 'earlier\n');
    expect((await screen('--in', 'nameless.csv', '--out', 'hits.ndjson')).code).toBe(1);
    expect(linesOf('hits.ndjson')).toEqual(['earlier']);
  });

  describe('that is stopped half-way', () => {
    const ownFiles = () => readdirSync(directory).filter((file) => file.startsWith('hits'));

    /** Resolves when part of the result is on the disk. */
    async function startLongRun(): Promise<ChildProcess> {
      give('people.csv', `name\n${'Ilmar Quenby Varnostra\n'.repeat(400_000)}`);
      const started = start('--list-dir', sandboxList, '--in', 'people.csv', '--out', 'hits.ndjson');
      const hasBegun = () => ownFiles().some((file) => statSync(join(directory, file)).size > 0);
      while (!hasBegun() && started.exitCode === null) await delay(10);
      return started;
    }

    it('by kill -9 leaves nothing that looks like a result', async () => {
      const started = await startLongRun();
      const ended = end(started);
      started.kill('SIGKILL');
      expect((await ended).code).toBeNull();
      expect(ownFiles()).toEqual([expect.stringMatching(/^hits\.ndjson\.\d+\.partial$/)]);
    });

    it.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)(
      'by %s leaves nothing at all',
      async (signal, exitCode) => {
        const started = await startLongRun();
        const ended = end(started);
        started.kill(signal);
        const { code, stdout, stderr } = await ended;
        expect([code, stdout, ownFiles()]).toEqual([exitCode, '', []]);
        expect(stderr).toMatch(/Stopped\.\n$/);
      },
      30_000,
    );
  });
});
