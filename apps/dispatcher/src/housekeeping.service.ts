import { IdempotencyKeys } from '@bonafide/access';
import { AddressRechecks, CustomerErasure } from '@bonafide/customers';
import { describeError, log } from '@bonafide/observability';
import { ScreeningFileIntake } from '@bonafide/screening';
import { IdPackageRetention } from '@bonafide/verifications';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

const INTERVAL_MS = 3_600_000;

/** What is past its time goes or is renewed. Every dispatcher may do it: what one has done the other does not find. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly idempotencyKeys: IdempotencyKeys,
    private readonly screeningFiles: ScreeningFileIntake,
    private readonly idPackages: IdPackageRetention,
    private readonly customerErasure: CustomerErasure,
    private readonly addressRechecks: AddressRechecks,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.tidy(), INTERVAL_MS);
    void this.tidy();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async tidy(): Promise<void> {
    await this.report('housekeeping.idempotency-keys-forgotten', () => this.idempotencyKeys.forgetOld());
    await this.report('housekeeping.uploads-discarded', () => this.screeningFiles.discardAbandoned());
    await this.report('housekeeping.id-packages-expired', () => this.idPackages.expireForgotten());
    await this.report('housekeeping.id-packages-of-deleted-ended', () => this.idPackages.endThoseOfDeleted());
    await this.report('housekeeping.id-images-erased', () => this.idPackages.eraseImages());
    await this.report('housekeeping.unused-images-removed', () => this.idPackages.removeUnusedImages());
    await this.report('housekeeping.customers-erased', () => this.customerErasure.eraseDue());
    await this.report('housekeeping.address-rechecks-begun', () => this.addressRechecks.beginDue());
  }

  private async report(event: string, work: () => Promise<number>): Promise<void> {
    try {
      const count = await work();
      if (count > 0) log.info(event, { count });
    } catch (error) {
      log.warn('housekeeping.failed', describeError(error));
    }
  }
}
