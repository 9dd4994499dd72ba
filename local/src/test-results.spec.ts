import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge, readTestResults, type TestResults } from './test-results';

const results = (more: Partial<TestResults> = {}): TestResults => ({
  passed: 5,
  failed: 0,
  skipped: 0,
  skippedForRedis: 0,
  brokenFiles: 0,
  ...more,
});
const atHome = { hasRedis: true, isCi: false };

describe('the results of the tests', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'bonafide-results-spec-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('are read from what Jest writes', () => {
    const file = join(directory, 'results.json');
    const tests = [
      { fullName: 'a queue (needs Redis) delivers', status: 'pending' },
      { fullName: 'a list is read', status: 'pending' },
      { fullName: 'a queue (needs Redis) recovers', status: 'passed' },
    ];
    const report = {
      numPassedTests: 1,
      numFailedTests: 2,
      numPendingTests: 2,
      numTodoTests: 1,
      numRuntimeErrorTestSuites: 1,
      testResults: [{ assertionResults: tests }],
    };
    writeFileSync(file, JSON.stringify(report));
    expect(readTestResults(file)).toEqual({ passed: 1, failed: 2, skipped: 3, skippedForRedis: 1, brokenFiles: 1 });
  });

  it('are none when Jest ran nothing', () => {
    expect(readTestResults(join(directory, 'results.json'))).toMatchObject({ passed: 0, failed: 0, skipped: 0 });
  });

  it('end with one line of numbers', () => {
    expect(judge(results({ failed: 1, skipped: 2 }), 1, atHome)).toEqual({
      lines: ['5 passed, 1 failed, 2 skipped'],
      exitCode: 1,
    });
  });

  it('count a file that broke before its first test as a failure', () => {
    expect(judge(results({ brokenFiles: 1 }), 1, atHome).lines).toEqual([
      '1 test file could not run at all, each counted as failed.',
      '5 passed, 1 failed, 0 skipped',
    ]);
  });

  it('tell what did not run for lack of Redis, which at home is no failure', () => {
    const verdict = judge(results({ skipped: 3, skippedForRedis: 2 }), 0, { hasRedis: false, isCi: false });
    expect(verdict).toEqual({
      lines: ['2 tests did not run because there is no Redis.', '5 passed, 0 failed, 3 skipped'],
      exitCode: 0,
    });
  });

  it.each([
    ['there is no Redis', results(), false, /there is no Redis: install/],
    ['a test was skipped', results({ skipped: 1 }), true, /1 test did not run/],
  ])('are a failure under CI when %s', (_, found, hasRedis, complaint) => {
    const { lines, exitCode } = judge(found, 0, { hasRedis, isCi: true });
    expect(exitCode).toBe(1);
    expect(lines.at(-2)).toMatch(complaint);
    expect(lines.at(-1)).toMatch(/^5 passed, 0 failed, \d skipped$/);
  });

  it('are no failure under CI when everything ran', () => {
    expect(judge(results(), 0, { hasRedis: true, isCi: true }).exitCode).toBe(0);
  });
});
