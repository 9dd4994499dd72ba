import type { Caller } from '@bonafide/access';
import {
  addressIds,
  type AddressVerificationId,
  addressVerificationIds,
  AddressVerifications,
  CustomerAddresses,
  type CustomerId,
} from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import type { Id, OrganizationId } from '@bonafide/identifiers';
import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { PageQuery } from '../http/page-query.dto';
import { notFound, Problem } from '../http/problem';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import { AddressActionBody, AddressVerificationView } from './customer-addresses.dto';
import { changedInput } from './customer-input';
import { storedCustomer } from './customer-problems';
import { CustomerView } from './customer-view.dto';
import { CustomerParameter } from './customers.controller';

type AddressId = Id<'adr'>;

const AddressParameter = () => IdParameter('addressId', addressIds, 'address of this customer');

@ApiTags('Customers')
@Controller('v1/customers/:customerId/addresses/:addressId')
export class CustomerAddressesController {
  constructor(
    private readonly addresses: CustomerAddresses,
    private readonly verifications: AddressVerifications,
  ) {}

  @Post('verifications')
  @Operation({
    id: 'verifyCustomerAddress',
    summary: 'Have an address verified (again)',
    description: 'While one is under way there is no second: it is answered.',
    scope: 'customers:write',
    status: 202,
    answer: AddressVerificationView,
    hasLocation: true,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
  })
  async verify(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @AddressParameter() addressId: AddressId,
    @Body() { actor }: AddressActionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AddressVerificationView> {
    const submitter = { apiKeyId, actor: actor ?? null };
    const begun = await this.addresses.verify(tx, organizationId, { customerId, addressId }, submitter);
    if (begun === null) throw noSuchAddress();
    if (begun === 'no-vendor') {
      throw new Problem(
        'state-conflict',
        'No addresses are verified here. The operator names a vendor in ADDRESS_VENDOR.',
      );
    }
    void reply.header('location', `/v1/customers/${customerId}/addresses/${addressId}/verifications/${begun.id}`);
    return AddressVerificationView.of(begun);
  }

  @Get('verifications')
  @Operation({
    id: 'listCustomerAddressVerifications',
    summary: 'List the verifications of an address, newest first',
    description: 'Also of an address that was removed since.',
    scope: 'customers:read',
    status: 200,
    answer: AddressVerificationView,
    isPage: true,
    problems: ['not-found'],
  })
  async list(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @AddressParameter() addressId: AddressId,
    @Query() query: PageQuery,
  ) {
    if (!(await this.addresses.exists(organizationId, { customerId, addressId }))) throw noSuchAddress();
    return cursorPage(
      query,
      (before, limit) => this.verifications.list(organizationId, { customerId, addressId }, { before, limit }),
      AddressVerificationView.of,
    );
  }

  @Get('verifications/:addressVerificationId')
  @Operation({
    id: 'getCustomerAddressVerification',
    summary: 'Read a verification of an address',
    scope: 'customers:read',
    status: 200,
    answer: AddressVerificationView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @AddressParameter() addressId: AddressId,
    @IdParameter('addressVerificationId', addressVerificationIds, 'verification of this address')
    id: AddressVerificationId,
  ): Promise<AddressVerificationView> {
    const isThere = await this.addresses.exists(organizationId, { customerId, addressId });
    const found = isThere ? await this.verifications.find(organizationId, { customerId, addressId }, id) : null;
    if (found === null) throw notFound('verification of this address');
    return AddressVerificationView.of(found);
  }

  @Post('accept-correction')
  @Operation({
    id: 'acceptAddressCorrection',
    summary: 'Put the vendor’s form of an address in the place of what was entered',
    description:
      'A change of who the customer is, as any edit of an address: what was verified is taken back, it is put to `review_required`, and its names and the address are looked at again.',
    scope: 'customers:write',
    status: 200,
    answer: CustomerView,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async acceptCorrection(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @AddressParameter() addressId: AddressId,
    @Body() { actor }: AddressActionBody,
  ): Promise<CustomerView> {
    const answer = await this.addresses.acceptCorrection(
      tx,
      organizationId,
      { customerId, addressId },
      (current, corrected) => {
        const addresses = current.addresses.map(({ id, type, ...entered }) => ({
          id,
          type,
          ...(id === addressId ? corrected : entered),
        }));
        return { ...changedInput(current, {}), addresses };
      },
      { apiKeyId, actor: actor ?? null },
    );
    if (answer === null) throw noSuchAddress();
    if (answer === 'no-correction') {
      throw new Problem(
        'state-conflict',
        'The vendor has no other form of this address: its state is not `corrected`.',
      );
    }
    return CustomerView.of(storedCustomer(answer));
  }
}

const noSuchAddress = (): Problem => notFound('address of this customer');
