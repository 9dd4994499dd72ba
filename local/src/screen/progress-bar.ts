export interface Progress {
  readonly rows: number;
  readonly hits: number;
  readonly errors: number;
  /** Of the file, 0 to 1. */
  readonly share: number;
}

/** Where the bar goes: stderr. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const BAR_CHARACTERS = 24;
const TERMINAL_INTERVAL_MS = 100;
const LINE_INTERVAL_MS = 10_000;

/** A bar that stays on its line in a terminal; elsewhere, such as in a log, a line every ten seconds. */
export class ProgressBar {
  private shownAtMs: number;

  constructor(
    private readonly output: ProgressOutput,
    private readonly nowMs: () => number = () => performance.now(),
    private readonly startedAtMs = nowMs(),
  ) {
    this.shownAtMs = startedAtMs;
  }

  show(progress: Progress): void {
    const nowMs = this.nowMs();
    if (nowMs - this.shownAtMs < (this.output.isTTY ? TERMINAL_INTERVAL_MS : LINE_INTERVAL_MS)) return;
    this.shownAtMs = nowMs;
    const seconds = (nowMs - this.startedAtMs) / 1_000;
    const text = describeProgress(progress, seconds);
    if (!this.output.isTTY) this.output.write(`${text}\n`);
    else
      this.output.write(`\r\u001b[K${`${drawBar(progress.share)} ${text}`.slice(0, (this.output.columns ?? 80) - 1)}`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.output.isTTY) this.output.write('\r\u001b[K');
  }
}

function drawBar(share: number): string {
  const filled = Math.floor(share * BAR_CHARACTERS);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_CHARACTERS - filled)}]`;
}

function describeProgress({ rows, hits, errors, share }: Progress, seconds: number): string {
  const left = share > 0 ? `, ${describeDuration((seconds / share) * (1 - share))} left` : '';
  return (
    `${Math.floor(share * 100)} %, ${formatCount(rows)} rows, ${formatCount(rows / seconds)} rows/s, ` +
    `${formatCount(hits)} hits, ${formatCount(errors)} errors${left}`
  );
}

function describeDuration(seconds: number): string {
  return seconds < 120 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

/** `1,234`; a fraction is rounded. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}
