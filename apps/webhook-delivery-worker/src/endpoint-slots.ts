/** A request that has been under way for this long is slow: whoever waits for it waits for a time-out. */
const SLOW_AFTER_MS = 1_000;

/**
 * How many deliveries to one endpoint may be under way in this process: as many as come while it answers quickly, and no
 * more than its slots once it hangs. So one that is dead cannot take all hands, and a quick one is never held up.
 */
export class EndpointSlots {
  private readonly underWay = new Map<string, Set<number>>();
  private entries = 0;
  private readonly enteredAtMs = new Map<number, number>();

  constructor(private readonly perSlowEndpoint: number) {}

  /** @returns how to leave again, or null when the endpoint is slow and all its slots are taken */
  enter(endpointId: string, nowMs: number): (() => void) | null {
    const inside = this.underWay.get(endpointId) ?? new Set<number>();
    const [oldest] = inside;
    const isSlow = oldest !== undefined && nowMs - (this.enteredAtMs.get(oldest) ?? nowMs) > SLOW_AFTER_MS;
    if (isSlow && inside.size >= this.perSlowEndpoint) return null;
    const entry = this.entries++;
    this.underWay.set(endpointId, inside.add(entry));
    this.enteredAtMs.set(entry, nowMs);
    return () => {
      inside.delete(entry);
      this.enteredAtMs.delete(entry);
      if (inside.size === 0 && this.underWay.get(endpointId) === inside) this.underWay.delete(endpointId);
    };
  }
}
