import { AccessModule } from '@bonafide/access';
import { loadConfig, ModeConfig } from '@bonafide/configuration';
import { Module } from '@nestjs/common';

import { ConfiguredVendors } from './desk/configured-vendor';
import { VendorCaller } from './desk/vendor-caller.service';
import { VendorCalls } from './desk/vendor-calls.repository';
import { VendorDesk } from './desk/vendor-desk.service';
import { vendorsOfInstallation } from './desk/vendors-of-installation';
import { VendorsConfig } from './vendors.config';

/** Vendors that verify identities, and the ledger of the calls to them. */
@Module({
  imports: [AccessModule],
  providers: [
    {
      provide: ConfiguredVendors,
      useFactory: () => vendorsOfInstallation(loadConfig(VendorsConfig), loadConfig(ModeConfig)),
    },
    VendorCalls,
    VendorCaller,
    VendorDesk,
  ],
  exports: [VendorDesk, VendorCalls],
})
export class IdentityVendorsModule {}
