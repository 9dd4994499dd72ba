import { type AskedVendors, type FailedCall, VendorDesk, type VendorStage } from '@bonafide/identity-vendors';
import type { IdentityVerification, JobRun } from '@bonafide/jobs';
import {
  type BegunVerification,
  BlockListCheck,
  type CheckResult,
  type CheckSnapshot,
  DeviceCheck,
  type VerifiedParty,
} from '@bonafide/verifications';
import { Injectable } from '@nestjs/common';

type Run = JobRun<typeof IdentityVerification>;

interface Inquiry {
  /** Null: the check stays as it is. */
  readonly result: CheckResult | null;
  /** Of vendors that gave no answer. */
  readonly failures: readonly FailedCall[];
}

/** Finds the answer to one check: from a vendor, by another look at a case, or by ourselves. */
@Injectable()
export class CheckInquiry {
  constructor(
    private readonly desk: VendorDesk,
    private readonly blockListCheck: BlockListCheck,
    private readonly deviceCheck: DeviceCheck,
  ) {}

  /**
   * @param before the checks in front of it, as they are now
   * @returns null when there is nothing to find out
   */
  async ask(
    run: Run,
    begun: BegunVerification,
    check: CheckSnapshot,
    before: readonly CheckSnapshot[],
  ): Promise<Inquiry | null> {
    const step = stepOf(check, begun);
    if (step === 'nothing') return null;
    // Money for more is saved once something was declined; a case that is open is read all the same, which is free.
    if (step === 'ask' && before.some(({ state }) => state === 'failed')) {
      return { result: { skipped: 'already_declined' }, failures: [] };
    }
    const party = begun.parties.find(({ representativeId }) => representativeId === check.representativeId);
    if (party === undefined) throw new Error('A check is about somebody who is not in its verification.');
    if (check.stage === 'block_list') {
      return { result: await this.blockListCheck.of(run.organizationId, party), failures: [] };
    }
    if (check.stage === 'device') return { result: await this.deviceCheck.of(party.applicant), failures: [] };
    const { stage } = check;
    if (step === 'read' && check.vendor !== null) {
      return inquiryOf(check, await this.read(run, begun, check, stage, check.vendor, party));
    }
    const { vendor } = begun.verification;
    const able = this.desk.vendorsFor(stage);
    // Whether anybody looks at who it is, the desk says: without that there is no verification.
    if (stage !== 'identity' && !(vendor === null ? able.length > 0 : able.includes(vendor))) {
      return { result: { skipped: 'no_vendor' }, failures: [] };
    }
    const { purpose } = begun.verification;
    const question = { stage, reference: check.id, applicant: party.applicant };
    const vendors = vendor === null ? [] : [vendor];
    return inquiryOf(check, await this.desk.ask({ ...contextOf(run), purpose, vendors, question }));
  }

  private read(
    run: Run,
    { verification: { purpose } }: BegunVerification,
    { id, vendorReference }: CheckSnapshot,
    stage: VendorStage,
    vendor: string,
    { applicant: { type } }: VerifiedParty,
  ): Promise<AskedVendors> {
    const question = { stage, reference: id, applicant: { type } };
    return this.desk.read({ ...contextOf(run), purpose, vendor, vendorReference, question });
  }
}

const contextOf = ({ organizationId, payload, attempt, signal }: Run) => ({
  organizationId,
  subjectId: payload.verificationId,
  attempt,
  signal,
});

/** What is to be done about a check: what passed, failed or was skipped is over. */
function stepOf(
  { state, vendor, answeredAt }: CheckSnapshot,
  { verification }: BegunVerification,
): 'ask' | 'read' | 'nothing' {
  switch (state) {
    case 'passed':
    case 'failed':
    case 'skipped':
      return 'nothing';
    case 'needs_review':
      // The vendor's people may have decided since.
      return vendor !== null && isNewerThan(verification.noticedAt, answeredAt) ? 'read' : 'nothing';
    case 'queued':
    case 'error':
    case 'running':
      return vendor === null ? 'ask' : 'read';
  }
}

const isNewerThan = (noticedAt: Date | null, answeredAt: Date | null): boolean =>
  noticedAt !== null && (answeredAt === null || noticedAt > answeredAt);

function inquiryOf({ state }: CheckSnapshot, { answer, failures }: AskedVendors): Inquiry {
  if (answer !== null) return { result: { found: { ...answer, call: answer } }, failures };
  // What a person can decide stays so while the vendor cannot be reached.
  if (state === 'needs_review') return { result: null, failures };
  return { result: { unanswered: failures.map(({ errorClass }) => errorClass) }, failures };
}
