import { CustomersModule } from '@bonafide/customers';
import { Module } from '@nestjs/common';

import { AddressEnquiries } from './address-enquiries.service';

@Module({ imports: [CustomersModule], providers: [AddressEnquiries], exports: [AddressEnquiries] })
export class AddressEnquiriesModule {}
