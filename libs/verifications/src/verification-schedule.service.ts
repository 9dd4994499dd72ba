import { Database } from '@bonafide/database';
import { describeError, log } from '@bonafide/observability';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { LockedVerifications } from './locked-verifications.repository';
import { VendorNotices } from './vendor-notices.service';
import type { VerificationId } from './verification-ids';
import { VerificationMoves } from './verification-moves.service';

const LOOK_EVERY_MS = 60_000;

/**
 * Ends verifications whose applicant did not come back. One that waits for a person does not end by itself: somebody has to
 * decide about it. One whose vendor is pending ends in its own job. Every dispatcher may run it.
 */
@Injectable()
export class VerificationSchedule implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly verifications: LockedVerifications,
    private readonly moves: VerificationMoves,
    private readonly notices: VendorNotices,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    void this.look();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Public for tests. */
  async look(): Promise<void> {
    try {
      const due = await this.database.query<{ id: VerificationId }>(
        `SELECT id FROM verifications WHERE state = 'requires_input' AND expires_at <= now() ORDER BY expires_at LIMIT 500`,
      );
      for (const { id } of due) await this.expire(id);
      await this.notices.forgetOld();
    } catch (error) {
      log.warn('verification.schedule-failed', describeError(error));
    }
  }

  private expire(id: VerificationId): Promise<void> {
    return this.database.transaction(async (tx) => {
      const verification = await this.verifications.lock(tx, id);
      if (verification === null || verification.state !== 'requires_input') return;
      // It may have been asked for something else meanwhile.
      if (verification.expiresAt > new Date()) return;
      await this.moves.take(tx, verification, { to: 'expired', reasons: ['input-not-given'] });
    });
  }
}
