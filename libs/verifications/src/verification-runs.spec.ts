import { type CustomerId, type CustomerInput, CustomerReader, Customers } from '@bonafide/customers';
import { Database } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { VendorOutcome } from '@bonafide/identity-vendors';
import { organizationIds } from '@bonafide/identifiers';
import { JobControl, JobRuntimeModule, JobSubjects } from '@bonafide/job-runtime';
import { IdentityVerification, type JobId } from '@bonafide/jobs';
import { eventually, openTestContext, type TestContext } from '@bonafide/testing';

import { NewVerifications } from './new-verifications.service';
import { NoticedVerifications } from './noticed-verifications.service';
import type { VerificationId } from './verification-ids';
import { VerificationReader } from './verification-reader.service';
import { type CheckFinding, VerificationRuns } from './verification-runs.service';
import type { VerificationSnapshot } from './verification-snapshot';
import { Verifications } from './verifications.service';
import { VerificationsModule } from './verifications.module';

const organizationId = organizationIds.create();
const submitter = { apiKeyId: 'key_1', actor: null };

const anIndividual: CustomerInput = {
  type: 'individual',
  individual: { firstName: 'Quillon', lastName: 'Marbeck', birthDate: '1971-02-03' },
  taxId: { type: 'ssn', number: '219-09-9999', country: 'US' },
  phones: [],
  addresses: [
    { type: 'primary', line1: '12 Test Street', city: 'Springfield', region: 'IL', postalCode: '62701', country: 'US' },
  ],
  externalIds: {},
  representatives: [],
};

const found = (outcome: VendorOutcome): CheckFinding => ({
  ...{ outcome, reasons: [], vendorCodes: [], attributes: {}, requiredInput: null },
  call: { vendor: 'sandbox', vendorReference: 'case-1', callId: 'vcl_1', answerSha256: 'a' },
});

describe('the attempts at a verification', () => {
  let test: TestContext;
  let database: Database;
  let runs: VerificationRuns;

  beforeAll(async () => {
    test = await openTestContext(JobRuntimeModule, VerificationsModule);
    database = test.context.get(Database);
    runs = test.context.get(VerificationRuns);
    await test.context.get(FieldEncryption).prepare(organizationId);
  }, 60_000);

  afterAll(() => test.close());

  async function asked() {
    const made = await database.transaction((tx) =>
      test.context.get(Customers).create(tx, organizationId, anIndividual, submitter),
    );
    if (!('customer' in made)) throw new Error('It was not created.');
    const customerId = made.customer.id;
    const answer = await database.transaction((tx) =>
      test.context.get(NewVerifications).request(tx, organizationId, {
        ...{ customerId, level: 'kyc', vendor: null, purpose: 'account-opening', governmentId: null, device: null },
        submitter,
      }),
    );
    if (answer === null || !('id' in answer)) throw new Error(`It was not begun: ${JSON.stringify(answer)}`);
    const { id } = answer;
    const { jobId, checks } = await read(customerId, id);
    const identity = checks.find(({ stage }) => stage === 'identity')!.id;
    const runOf = (attempt: number, ofJob: JobId = jobId) => ({
      jobId: ofJob,
      attempt,
      payload: { verificationId: id },
    });
    return { id, customerId, jobId, identity, runOf, checks };
  }

  type Asked = Awaited<ReturnType<typeof asked>>;

  const read = async (customerId: CustomerId, id: VerificationId): Promise<VerificationSnapshot> => {
    const verification = await test.context.get(VerificationReader).find(organizationId, customerId, id);
    if (verification === null) throw new Error('It is not there.');
    return verification;
  };

  const stateOf = async ({ customerId, id }: Pick<Asked, 'customerId' | 'id'>) => (await read(customerId, id)).state;

  /** Everything but the identity passes. */
  async function passOthers({ checks, identity, runOf }: Asked, attempt: number): Promise<void> {
    for (const { id, state } of checks) {
      if (id !== identity && state === 'queued') await runs.record(runOf(attempt), id, { found: found('approved') });
    }
  }

  const settle = ({ id, jobId }: Pick<Asked, 'id' | 'jobId'>, change: object = {}) =>
    database.transaction((tx) =>
      test.context
        .get(JobSubjects)
        .of(IdentityVerification.type)
        .attemptsEnded(tx, [
          {
            ...{ jobId, organizationId, subjectId: id, lane: 'interactive', attempt: 1, startedAt: new Date() },
            ...{ state: 'completed', nextRunAt: null, result: {}, errorCode: null, evidence: null },
            ...change,
          },
        ]),
    );

  it('open what was entered when it was asked for, and say that somebody works on it', async () => {
    const verification = await asked();
    const begun = await runs.begin(verification.runOf(1));
    expect(begun?.parties[0]?.applicant).toMatchObject({ lastName: 'Marbeck', taxId: { number: '219-09-9999' } });
    expect(begun?.parties[0]?.applicant.createdAt).toBeInstanceOf(Date);
    expect(await stateOf(verification)).toBe('processing');
  });

  it('that are late, or of another job, write nothing', async () => {
    const verification = await asked();
    const { runOf, identity } = verification;
    await runs.begin(runOf(1));
    await runs.begin(runOf(2));
    expect(await runs.begin(runOf(1))).toBeNull();
    expect(await runs.begin(runOf(9, 'job_other'))).toBeNull();
    expect(await runs.record(runOf(1), identity, { found: found('approved') })).toBeNull();
    expect(await runs.record(runOf(2, 'job_other'), identity, { found: found('approved') })).toBeNull();
    expect(await runs.record(runOf(2), identity, { found: found('needs_review') })).toMatchObject({
      state: 'needs_review',
    });
  });

  it('never write over what has passed, failed or was skipped', async () => {
    const { runOf, identity, checks } = await asked();
    await runs.begin(runOf(1));
    expect(await runs.record(runOf(1), identity, { found: found('pending') })).toMatchObject({ state: 'running' });
    expect(await runs.record(runOf(1), identity, { unanswered: ['timeout'] })).toMatchObject({
      state: 'error',
      outcome: 'pending',
    });
    expect(await runs.record(runOf(1), identity, { found: found('declined') })).toMatchObject({ state: 'failed' });
    expect(await runs.record(runOf(1), identity, { found: found('approved') })).toBeNull();
    const skipped = checks.find(({ state }) => state === 'skipped')!.id;
    expect(await runs.record(runOf(1), skipped, { found: found('approved') })).toBeNull();
  });

  it('do not take away what a vendor has said of single attributes with an answer that says nothing of them', async () => {
    const { runOf, identity } = await asked();
    await runs.begin(runOf(1));
    await runs.record(runOf(1), identity, { found: { ...found('needs_review'), attributes: { tax_id: 'no_match' } } });
    expect(await runs.record(runOf(1), identity, { found: found('approved') })).toMatchObject({
      state: 'passed',
      attributes: { tax_id: 'no_match' },
    });
  });

  it('are judged by what is stored, whatever the worker says', async () => {
    const verification = await asked();
    await runs.begin(verification.runOf(1));
    await passOthers(verification, 1);
    await expect(settle(verification, { result: { verdict: 'approved' } })).rejects.toThrow('no answer');
    await runs.record(verification.runOf(1), verification.identity, { found: found('needs_review') });
    await settle(verification, { result: { verdict: 'approved' } });
    expect(await stateOf(verification)).toBe('needs_review');
  });

  it('that are settled twice, or after another has been, move nothing more', async () => {
    const verification = await asked();
    await runs.begin(verification.runOf(1));
    await passOthers(verification, 1);
    await runs.record(verification.runOf(1), verification.identity, { found: found('declined') });
    await settle(verification);
    const { sequence } = await read(verification.customerId, verification.id);
    await settle(verification);
    await settle(verification, { state: 'failed', errorCode: 'vendor-unavailable', result: null });
    await settle(verification, { state: 'cancelled', result: null });
    expect(await read(verification.customerId, verification.id)).toMatchObject({ state: 'declined', sequence });
    expect(await runs.begin(verification.runOf(2))).toBeNull();
    const customer = await test.context.get(CustomerReader).find(organizationId, verification.customerId);
    expect(customer).toMatchObject({ hold: 'declined' });
  });

  it('of a customer that is edited and decided about at the same time end in one order, and pass nobody who is not asked about', async () => {
    const verification = await asked();
    const { customerId, id } = verification;
    await runs.begin(verification.runOf(1));
    await passOthers(verification, 1);
    await runs.record(verification.runOf(1), verification.identity, { found: found('approved') });
    const edit = database.transaction((tx) =>
      test.context
        .get(Customers)
        .change(
          tx,
          organizationId,
          customerId,
          () => ({ ...anIndividual, individual: { ...anIndividual.individual!, lastName: 'Orlebar' } }),
          submitter,
        ),
    );
    await Promise.all([edit, settle(verification)]);
    expect(['approved', 'canceled']).toContain(await stateOf({ customerId, id }));
    const customer = await test.context.get(CustomerReader).find(organizationId, customerId);
    expect(customer).toMatchObject({ status: 'review_required', hold: 'edit', facts: { identityVerifiedAt: null } });
  });

  it('of a customer that was deleted or edited are canceled before any vendor is told of it', async () => {
    const customers = test.context.get(Customers);
    const [deleted, edited] = [await asked(), await asked()];
    await database.transaction((tx) => customers.remove(tx, organizationId, deleted.customerId));
    const other = { ...anIndividual, individual: { ...anIndividual.individual!, lastName: 'Orlebar' } };
    await database.transaction((tx) => customers.change(tx, organizationId, edited.customerId, () => other, submitter));
    for (const verification of [deleted, edited]) expect(await runs.begin(verification.runOf(1))).toBeNull();
    const rows = await test.database.query<{ id: string }>(
      'SELECT id, state, reasons FROM verifications WHERE id = ANY ($1)',
      [[deleted.id, edited.id]],
    );
    expect(new Map(rows.map(({ id, ...row }) => [id, row]))).toEqual(
      new Map([
        [deleted.id, { state: 'canceled', reasons: ['customer-deleted'] }],
        [edited.id, { state: 'canceled', reasons: ['identity-edited'] }],
      ]),
    );
  });

  it('keep a decline that was stored before their job failed', async () => {
    const verification = await asked();
    await runs.begin(verification.runOf(1));
    await passOthers(verification, 1);
    await runs.record(verification.runOf(1), verification.identity, { found: found('declined') });
    await settle(verification, { state: 'failed', errorCode: 'worker-lost', result: null });
    expect(await stateOf(verification)).toBe('declined');
  });

  it('that ask the applicant for something lift no review, and say when it is something else', async () => {
    const verification = await asked();
    const { runOf, identity, customerId, id } = verification;
    await runs.begin(runOf(1));
    await passOthers(verification, 1);
    await runs.record(runOf(1), identity, { found: found('needs_review') });
    await settle(verification);
    for (const requiredInput of ['sms_code', 'knowledge_answers'] as const) {
      await runs.record(runOf(1), identity, { found: { ...found('requires_input'), requiredInput } });
      await settle(verification);
      expect(await read(customerId, id)).toMatchObject({ state: 'requires_input', requiredInput });
    }
    const customer = await test.context.get(CustomerReader).find(organizationId, customerId);
    expect(customer).toMatchObject({ status: 'review_required', hold: 'in_review' });
  });

  it('that a message of the vendor has overtaken are followed by another look', async () => {
    const verification = await asked();
    await runs.begin(verification.runOf(1));
    await passOthers(verification, 1);
    await runs.record(verification.runOf(1), verification.identity, { found: found('needs_review') });
    const startedAt = new Date();
    await eventually(async () => Date.now() > startedAt.getTime() + 2);
    const notice = { vendor: 'sandbox', reference: verification.identity };
    const noticed = test.context.get(NoticedVerifications);
    expect(await noticed.caseOf(notice)).toEqual({ id: verification.id, organizationId });
    await test.database.query(`UPDATE jobs SET state = 'running' WHERE id = $1`, [verification.jobId]);
    await database.transaction((tx) => noticed.noticed(tx, verification.id));
    expect((await read(verification.customerId, verification.id)).jobId).toBe(verification.jobId);
    await settle(verification, { startedAt });
    const after = await read(verification.customerId, verification.id);
    expect(after).toMatchObject({ state: 'needs_review' });
    expect(after.jobId).not.toBe(verification.jobId);
    expect(await runs.begin({ ...verification.runOf(1), jobId: after.jobId })).not.toBeNull();
  });

  it('end with a verification that is canceled while its job waits', async () => {
    const verification = await asked();
    await runs.begin(verification.runOf(1));
    await test.database.query(`UPDATE jobs SET state = 'waiting' WHERE id = $1`, [verification.jobId]);
    const cancel = () =>
      database.transaction((tx) => test.context.get(Verifications).cancel(tx, organizationId, verification.id));
    expect(await cancel()).toBe('done');
    expect(await cancel()).toEqual({ refusedAs: 'canceled' });
    expect(await test.database.query('SELECT state FROM jobs WHERE id = $1', [verification.jobId])).toEqual([
      { state: 'cancelled' },
    ]);
    expect(await runs.record(verification.runOf(1), verification.identity, { found: found('approved') })).toBeNull();
    await database.transaction((tx) => test.context.get(JobControl).retry(tx, verification.jobId));
    expect(await stateOf(verification)).toBe('canceled');
  });

  it('fail one that nobody has answered, and leave alone one that a person can decide about', async () => {
    const [unanswered, open] = [await asked(), await asked()];
    const failure = { state: 'failed', errorCode: 'vendor-unavailable', result: null };
    await runs.begin(unanswered.runOf(1));
    await settle(unanswered, failure);
    expect(await read(unanswered.customerId, unanswered.id)).toMatchObject({
      state: 'failed',
      reasons: ['vendor-unavailable'],
    });
    await runs.begin(open.runOf(1));
    await passOthers(open, 1);
    await runs.record(open.runOf(1), open.identity, { found: found('needs_review') });
    await settle(open);
    await settle(open, failure);
    expect(await stateOf(open)).toBe('needs_review');
  });
});
