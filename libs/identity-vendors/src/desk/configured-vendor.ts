import type { IdentityVendor } from '../port/identity-vendor';
import type { VendorStage } from '../port/vendor-answer';

/** A vendor of this installation, and how often it may be called. */
export interface ConfiguredVendor {
  readonly vendor: IdentityVendor;
  /** Over all processes together; null: as often as one likes. */
  readonly ratePerMinute: number | null;
}

/** The vendors of this installation, in the order in which they are asked. */
export class ConfiguredVendors {
  /** @param ofStages for the stages that have an order of their own */
  constructor(
    private readonly inOrder: readonly ConfiguredVendor[],
    private readonly ofStages: ReadonlyMap<VendorStage, readonly string[]> = new Map(),
  ) {}

  /** Undefined when the installation does not have it (any more). */
  find(id: string): ConfiguredVendor | undefined {
    return this.inOrder.find(({ vendor }) => vendor.id === id);
  }

  /** Ids of those that can be asked this. */
  forStage(stage: VendorStage): readonly string[] {
    const own = this.ofStages.get(stage);
    return own ?? this.inOrder.flatMap(({ vendor }) => (vendor.stages.has(stage) ? [vendor.id] : []));
  }
}
