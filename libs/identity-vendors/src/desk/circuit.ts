import {
  BrokenCircuitError,
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  type IBackoff,
  type IBackoffFactory,
  type IBreaker,
} from 'cockatiel';

import { VendorError } from '../port/vendor-error';

export interface CircuitTiming {
  /** Failures in a row that open the circuit. */
  readonly failures: number;
  /** How long it stays open at first; twice as long each time that the call which tries it fails as well. */
  readonly firstOpenMs: number;
  readonly longestOpenMs: number;
}

export const usualTiming: CircuitTiming = { failures: 5, firstOpenMs: 10_000, longestOpenMs: 300_000 };

const TRIAL_MS = 1_000;

/** The circuit is open: nothing was sent. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';

  constructor(readonly retryAfterMs: number) {
    super('The vendor has failed too often and is left alone for a while.');
  }
}

/**
 * Keeps a process from calling a vendor that does not answer. Refused credentials open it at once: nobody gets in with
 * them, and many vendors lock out who keeps trying. A request that the vendor refuses is our mistake and not its failure.
 */
export class Circuit {
  private readonly policy: CircuitBreakerPolicy;
  private readonly breaker: IBreaker & { isTripped: boolean };
  private openUntilMs = 0;

  /** @param changed hears of every change */
  constructor(timing: CircuitTiming, changed: (isOpen: boolean) => void) {
    this.breaker = trippable(new ConsecutiveBreaker(timing.failures));
    this.policy = circuitBreaker(handleWhen(isFailureOfVendor), {
      halfOpenAfter: this.openings(timing),
      breaker: this.breaker,
    });
    this.policy.onStateChange((state) => changed(state !== CircuitState.Closed));
  }

  /** How long nothing is to be sent from now on; null when calls may be made. While one call tries it, others need not wait. */
  get openForMs(): number | null {
    if (this.policy.state === CircuitState.HalfOpen) return TRIAL_MS;
    const leftMs = this.openUntilMs - Date.now();
    return this.policy.state === CircuitState.Open && leftMs > 0 ? leftMs : null;
  }

  /** @throws CircuitOpenError without having called, or what the call throws */
  async run<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await this.policy.execute(async () => {
        try {
          return await call();
        } catch (error) {
          this.breaker.isTripped = error instanceof VendorError && error.errorClass === 'unauthorized';
          throw error;
        }
      });
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw new CircuitOpenError(this.openForMs ?? 0);
      throw error;
    }
  }

  private openings({ firstOpenMs, longestOpenMs }: CircuitTiming): IBackoffFactory<unknown> {
    const opening = (durationMs: number): IBackoff<unknown> => {
      this.openUntilMs = Date.now() + durationMs;
      return { duration: durationMs, next: () => opening(Math.min(durationMs * 2, longestOpenMs)) };
    };
    return { next: () => opening(firstOpenMs) };
  }
}

const isFailureOfVendor = (error: Error): boolean =>
  error instanceof VendorError && error.errorClass !== 'rejected_request';

function trippable(breaker: ConsecutiveBreaker): IBreaker & { isTripped: boolean } {
  return {
    state: null,
    isTripped: false,
    success: () => breaker.success(),
    failure() {
      return breaker.failure() || this.isTripped;
    },
  };
}
