/** How many deliveries to one endpoint are under way in this process. */
export class EndpointSlots {
  private readonly used = new Map<string, number>();

  constructor(private readonly perEndpoint: number) {}

  /** @returns how to leave again, or null when all slots of the endpoint are taken */
  enter(endpointId: string): (() => void) | null {
    const used = this.used.get(endpointId) ?? 0;
    if (used >= this.perEndpoint) return null;
    this.used.set(endpointId, used + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const now = (this.used.get(endpointId) ?? 1) - 1;
      if (now === 0) this.used.delete(endpointId);
      else this.used.set(endpointId, now);
    };
  }
}
