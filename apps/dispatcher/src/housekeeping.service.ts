import { IdempotencyKeys } from '@bonafide/access';
import { describeError, log } from '@bonafide/observability';
import { ScreeningFileIntake } from '@bonafide/screening';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

const INTERVAL_MS = 3_600_000;

/** What is past its time goes. Every dispatcher may do it: what one has removed the other does not find. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly idempotencyKeys: IdempotencyKeys,
    private readonly screeningFiles: ScreeningFileIntake,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.tidy(), INTERVAL_MS);
    void this.tidy();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async tidy(): Promise<void> {
    await this.remove('housekeeping.idempotency-keys-forgotten', () => this.idempotencyKeys.forgetOld());
    await this.remove('housekeeping.uploads-discarded', () => this.screeningFiles.discardAbandoned());
  }

  private async remove(event: string, remove: () => Promise<number>): Promise<void> {
    try {
      const count = await remove();
      if (count > 0) log.info(event, { count });
    } catch (error) {
      log.warn('housekeeping.failed', describeError(error));
    }
  }
}
