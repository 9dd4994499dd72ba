import type { ModeConfig } from '@bonafide/configuration';

import { IdentityMindVendor } from '../identitymind/identitymind-vendor';
import { SandboxVendor } from '../sandbox/sandbox-vendor';
import { missingSettings, stageVendors, type VendorId, vendorOrder, type VendorsConfig } from '../vendors.config';
import { type ConfiguredVendor, ConfiguredVendors } from './configured-vendor';

/** @throws when a vendor is named and not all that it needs is set, or for a stage that it knows nothing of */
export function vendorsOfInstallation(config: VendorsConfig, mode: ModeConfig): ConfiguredVendors {
  const missing = missingSettings(config);
  if (missing.length > 0)
    throw new Error(`KYC_VENDORS names identitymind, so these must be set: ${missing.join(', ')}.`);
  const inOrder = vendorOrder(config, mode).map((id) => configured(id, config));
  const ofStages = stageVendors(config);
  for (const [stage, ids] of ofStages) {
    const unable = ids.find((id) => !inOrder.some(({ vendor }) => vendor.id === id && vendor.stages.has(stage)));
    if (unable === undefined) continue;
    const isThere = inOrder.some(({ vendor }) => vendor.id === unable);
    const why = isThere ? `which cannot be asked that` : 'which KYC_VENDORS does not';
    throw new Error(`KYC_STAGE_VENDORS names ${unable} for ${stage}, ${why}.`);
  }
  return new ConfiguredVendors(inOrder, ofStages);
}

function configured(id: VendorId, config: VendorsConfig): ConfiguredVendor {
  switch (id) {
    case 'sandbox':
      return { vendor: new SandboxVendor(), ratePerMinute: null };
    case 'identitymind': {
      const vendor = new IdentityMindVendor({
        url: config.IDENTITYMIND_URL ?? '',
        merchantId: config.IDENTITYMIND_MERCHANT_ID ?? '',
        licenseKey: config.IDENTITYMIND_LICENSE_KEY ?? '',
        hashSalt: config.IDENTITYMIND_HASH_SALT ?? null,
        profile: config.IDENTITYMIND_PROFILE,
        timeoutMs: config.IDENTITYMIND_TIMEOUT_MS,
        documentTimeoutMs: config.IDENTITYMIND_DOCUMENT_TIMEOUT_MS,
        costMicros: config.IDENTITYMIND_COST,
      });
      return { vendor, ratePerMinute: config.IDENTITYMIND_RATE_PER_MINUTE };
    }
  }
}
