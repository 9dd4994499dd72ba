import { Module } from '@nestjs/common';

import { AddressVendors } from './address-vendors.service';

@Module({ providers: [AddressVendors], exports: [AddressVendors] })
export class AddressVendorsModule {}
