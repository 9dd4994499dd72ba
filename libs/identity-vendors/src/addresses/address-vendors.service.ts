import { loadConfig } from '@bonafide/configuration';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import type { AddressVendor } from './address-vendor';
import { SandboxAddressVendor } from './sandbox-address-vendor';
import { SmartyAddressVendor } from './smarty/smarty-address-vendor';
import { SmartyConfig } from './smarty/smarty.config';

/** The address vendors that this installation can ask. */
@Injectable()
export class AddressVendors implements OnApplicationShutdown {
  private readonly smarty = smartyOf(loadConfig(SmartyConfig));
  private readonly vendors = new Map<string, AddressVendor>(
    [new SandboxAddressVendor(), ...(this.smarty === null ? [] : [this.smarty])].map((vendor) => [vendor.id, vendor]),
  );

  /** @returns undefined for one that is not known, or has no credentials here */
  find(id: string): AddressVendor | undefined {
    return this.vendors.get(id);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.smarty?.close();
  }
}

function smartyOf(config: SmartyConfig): SmartyAddressVendor | null {
  const { SMARTY_AUTH_ID, SMARTY_AUTH_TOKEN, SMARTY_LICENSE, SMARTY_URL } = config;
  if (SMARTY_AUTH_ID === undefined || SMARTY_AUTH_TOKEN === undefined) return null;
  const access = {
    url: SMARTY_URL,
    authId: SMARTY_AUTH_ID,
    authToken: SMARTY_AUTH_TOKEN,
    license: SMARTY_LICENSE ?? null,
    timeoutMs: config.SMARTY_TIMEOUT_MS,
  };
  return new SmartyAddressVendor(access, config.SMARTY_COST_MICROS);
}
