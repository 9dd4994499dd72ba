import { type CustomerId, NationalIds, type RepresentativeId, representativeIds, TaxIds } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { notFound } from '../http/problem';
import { InTransaction, TheOrganization } from '../security/caller.decorator';
import { noSuchCustomer } from './customer-problems';
import {
  DecryptNationalIdBody,
  DecryptTaxIdBody,
  DuplicatesView,
  NationalIdsAgreementView,
  NationalIdView,
  TaxIdView,
} from './customer-tax-ids.dto';
import { CustomerParameter } from './customers.controller';

/** Whatever is decrypted, and however. */
const decryption = {
  description: 'Every reading is a line of the audit trail, with the person. The answer is stored nowhere.',
  scope: 'customers:decrypt',
  status: 200,
  answer: TaxIdView,
  problems: ['not-found'],
  isPost: true,
  audited: true,
  keepsNoAnswer: true,
} as const;

@ApiTags('Customers')
@Controller('v1/customers/:customerId')
export class CustomerTaxIdsController {
  constructor(
    private readonly taxIds: TaxIds,
    private readonly nationalIds: NationalIds,
  ) {}

  @Get('duplicates')
  @Operation({
    id: 'listCustomerDuplicates',
    summary: 'List other customers with the same tax number',
    description:
      'It may be the same person twice, a relative who helped, or somebody else’s number. Nobody is refused for it.',
    scope: 'customers:read',
    status: 200,
    answer: DuplicatesView,
    problems: ['not-found'],
  })
  async duplicates(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
  ): Promise<DuplicatesView> {
    const data = await this.taxIds.duplicatesOf(organizationId, id);
    if (data === null) throw noSuchCustomer();
    return { data };
  }

  @Get('national-ids')
  @Operation({
    id: 'compareCustomerNationalIds',
    summary: 'Compare the keys of a customer with who it is by now',
    description:
      'What was entered agreed; names and dates may have been changed since. A Mexican tax number is one of the keys. They are not shown.',
    scope: 'customers:read',
    status: 200,
    answer: NationalIdsAgreementView,
    problems: ['not-found'],
  })
  async agreement(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
  ): Promise<NationalIdsAgreementView> {
    const agreement = await this.nationalIds.agreement(organizationId, id);
    if (agreement === null) throw noSuchCustomer();
    return NationalIdsAgreementView.of(agreement);
  }

  @Post('tax-id/decrypt')
  @Operation({
    id: 'decryptCustomerTaxId',
    summary: 'Read the whole tax number of a customer',
    ...decryption,
  })
  async decrypt(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
    @Body() _: DecryptTaxIdBody,
  ): Promise<TaxIdView> {
    const taxId = await this.taxIds.decrypt(tx, organizationId, id);
    if (taxId === null) throw notFound('customer with a tax number');
    return TaxIdView.of(taxId);
  }

  @Post('national-ids/decrypt')
  @Operation({
    id: 'decryptCustomerNationalId',
    summary: 'Read a whole key of a customer: CURP, RFC, clave de elector',
    ...decryption,
    answer: NationalIdView,
  })
  async decryptNationalId(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
    @Body() { type }: DecryptNationalIdBody,
  ): Promise<NationalIdView> {
    const nationalId = await this.nationalIds.decrypt(tx, organizationId, id, type);
    if (nationalId === null) throw notFound('customer with such a key');
    return NationalIdView.of(nationalId);
  }

  @Post('representatives/:representativeId/tax-id/decrypt')
  @Operation({
    id: 'decryptRepresentativeTaxId',
    summary: 'Read the whole tax number of somebody who acts for a customer',
    ...decryption,
  })
  async decryptOfRepresentative(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @IdParameter('representativeId', representativeIds, 'representative') id: RepresentativeId,
    @Body() _: DecryptTaxIdBody,
  ): Promise<TaxIdView> {
    const taxId = await this.taxIds.decryptOf(tx, organizationId, customerId, id);
    if (taxId === null) throw notFound('representative with a tax number');
    return TaxIdView.of(taxId);
  }
}
