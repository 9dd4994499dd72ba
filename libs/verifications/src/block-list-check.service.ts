import { BlockList, outcomeOfMatches } from '@bonafide/customers';
import { Database } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { CheckResult } from './verification-runs.service';
import type { VerifiedParty } from './verified-parties';

/** Whether the organization has blocked somebody itself. */
@Injectable()
export class BlockListCheck {
  constructor(
    private readonly database: Database,
    private readonly blockList: BlockList,
  ) {}

  /** That nothing is on the list says nothing of who it is. */
  async of(organizationId: OrganizationId, { applicant, cryptoAddresses }: VerifiedParty): Promise<CheckResult> {
    const { email, phones, taxId, device } = applicant;
    const matches = await this.blockList.matches(this.database, organizationId, {
      emails: email === undefined ? [] : [email],
      phones: phones.map(({ number }) => number),
      taxIds: taxId === undefined ? [] : [taxId],
      ips: device?.ip === undefined ? [] : [device.ip],
      cryptoAddresses,
    });
    return {
      found: {
        outcome: outcomeOfMatches(matches) ?? 'approved',
        reasons: [...new Set(matches.map(({ kind }) => `blocked-${kind.replaceAll('_', '-')}`))],
        vendorCodes: [],
        attributes: {},
        requiredInput: null,
        call: null,
      },
    };
  }
}
