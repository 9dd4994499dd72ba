import { existsSync, readFileSync } from 'node:fs';

/** A test says in its name, or in that of a `describe` around it, that it cannot run without Redis. */
const needsRedis = 'needs Redis';

export interface TestResults {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly skippedForRedis: number;
  /** Test files that broke before their first test. */
  readonly brokenFiles: number;
}

export interface Verdict {
  /** What to print; the last line is for machines as well: `N passed, N failed, N skipped`. */
  readonly lines: readonly string[];
  readonly exitCode: number;
}

/** The part of Jest's `--json` that we read. */
interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** All zero when Jest ran nothing, as with `--help`. */
export function readTestResults(file: string): TestResults {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0, skippedForRedis: 0, brokenFiles: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  const skippedForRedis = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status, fullName }) => status === 'pending' && fullName.includes(needsRedis));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    skippedForRedis: skippedForRedis.length,
    brokenFiles: report.numRuntimeErrorTestSuites,
  };
}

export function judge(
  results: TestResults,
  jestExitCode: number,
  { hasRedis, isCi }: { readonly hasRedis: boolean; readonly isCi: boolean },
): Verdict {
  const { passed, failed, skipped, skippedForRedis, brokenFiles } = results;
  const lines: string[] = [];
  if (brokenFiles > 0) lines.push(`${count(brokenFiles, 'test file')} could not run at all, each counted as failed.`);
  if (!hasRedis && skippedForRedis > 0)
    lines.push(`${count(skippedForRedis, 'test')} did not run because there is no Redis.`);

  const complaint = isCi ? ciComplaint(hasRedis, skipped) : null;
  if (complaint !== null) lines.push(complaint);
  lines.push(`${passed} passed, ${failed + brokenFiles} failed, ${skipped} skipped`);
  return { lines, exitCode: complaint !== null && jestExitCode === 0 ? 1 : jestExitCode };
}

/** A green build must mean that everything ran. */
function ciComplaint(hasRedis: boolean, skipped: number): string | null {
  if (!hasRedis) return 'CI is set and there is no Redis: install redis-server or valkey-server, or set REDIS_URL.';
  if (skipped > 0)
    return `CI is set and ${count(skipped, 'test')} did not run: give them what they need, or delete them.`;
  return null;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
