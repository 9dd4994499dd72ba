import { Injectable } from '@nestjs/common';

/** Throws, or answers false, when the process cannot do its work at the moment. */
export type ReadinessCheck = () => Promise<boolean>;

export interface ReadinessReport {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, 'up' | 'down'>>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** What `/readyz` asks. Liveness asks nothing: a process that can answer is alive. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, ReadinessCheck>();
  private shuttingDown = false;

  register(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  /** From now on not ready, so that nobody sends new work while the old is being finished. */
  beginShutdown(): void {
    this.shuttingDown = true;
  }

  async report(): Promise<ReadinessReport> {
    const answers = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, (await this.passes(check)) ? 'up' : 'down'] as const),
    );
    const ready = !this.shuttingDown && answers.every(([, state]) => state === 'up');
    return { ready, checks: Object.fromEntries(answers) };
  }

  private passes(check: ReadinessCheck): Promise<boolean> {
    const timeout = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), CHECK_TIMEOUT_MS).unref());
    return Promise.race([check().catch(() => false), timeout]);
  }
}
