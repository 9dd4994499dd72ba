import type { DispositionId, ScreeningHitId } from '../screening-ids';
import type { HitState } from './hit-state';

/** A hit with the state that a decision puts it in. */
export interface DecidedHit {
  readonly hitId: ScreeningHitId;
  readonly screeningId: string;
  readonly dispositionId: DispositionId;
  readonly from: HitState;
  readonly to: Exclude<HitState, 'suppressed'>;
}
