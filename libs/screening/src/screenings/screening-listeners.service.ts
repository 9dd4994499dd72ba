import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import type { Lane } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import type { MonitoredSubjectId, ScreeningId } from '../screening-ids';
import type { ScreeningState } from './screening-snapshot';

/** A screening that has entered a state. */
export interface MovedScreening {
  readonly id: ScreeningId;
  readonly organizationId: OrganizationId;
  readonly state: ScreeningState;
  /** A person has confirmed a hit. It is so while others of the screening are open still. */
  readonly hasTrueMatch: boolean;
  readonly lane: Lane;
  /** Whose screening it is, the first or one because lists have changed; null for somebody who was not to be monitored. */
  readonly monitoredSubjectId: MonitoredSubjectId | null;
}

/** Whoever has something that follows from the states of screenings. */
export interface ScreeningListener {
  /**
   * In the transaction in which they moved: what follows from it is stored with it, or neither is. The screenings are
   * locked then, and maybe the lists held still, so that locks that a listener takes always come after those.
   */
  screeningsMoved(tx: Transaction, screenings: readonly MovedScreening[]): Promise<void>;
}

/** Who is told when screenings move. Listeners register themselves when their module is made. */
@Injectable()
export class ScreeningListeners {
  private readonly listeners: ScreeningListener[] = [];

  register(listener: ScreeningListener): void {
    this.listeners.push(listener);
  }

  async tell(tx: Transaction, screenings: readonly MovedScreening[]): Promise<void> {
    if (screenings.length === 0) return;
    for (const listener of this.listeners) await listener.screeningsMoved(tx, screenings);
  }
}
