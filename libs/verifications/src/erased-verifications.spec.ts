import { customerIds, CustomerErasure } from '@bonafide/customers';
import { organizationIds } from '@bonafide/identifiers';
import { JobRuntimeModule } from '@bonafide/job-runtime';
import { openTestContext, type TestContext } from '@bonafide/testing';

import { VerificationsModule } from './verifications.module';

const organizationId = organizationIds.create();

describe('verifications of a customer that is erased', () => {
  let test: TestContext;

  beforeAll(async () => {
    test = await openTestContext(JobRuntimeModule, VerificationsModule);
  }, 60_000);

  afterAll(() => test.close());

  async function verified(deleted: boolean): Promise<{ customerId: string; verificationId: string }> {
    const customerId = customerIds.create();
    const verificationId = `ver_of_${customerId}`;
    await test.database.query(
      `INSERT INTO customers (id, organization_id, type, name, sort_name, search_names, record, status, sanctions_state,
                              created_at, deleted_at)
       VALUES ($1, $2, 'individual', 'x', 'x', 'x', '\\x01', 2, 'pending', now(),
               CASE WHEN $3 THEN now() - interval '10 years' END)`,
      [customerId, organizationId, deleted],
    );
    await test.database.query(
      `INSERT INTO verifications (id, organization_id, customer_id, identity_version, level, state, purpose, applicants, job_id,
                                  submitted_with, created_at, expires_at, settled_at)
       VALUES ($1, $2, $3, 1, 'kyc', 'approved', 'account-opening', '\\x01', 'job_1', 'key_1', now(), now(), now())`,
      [verificationId, organizationId, customerId],
    );
    await test.database.query(
      `INSERT INTO verification_checks (id, verification_id, organization_id, position, stage, is_required, state, outcome, answered_at)
       VALUES ($1, $2, $3, 0, 'identity', true, 'passed', 'approved', now())`,
      [`chk_${customerId}`, verificationId, organizationId],
    );
    await test.database.query(
      `INSERT INTO vendor_calls (id, organization_id, subject_id, reference, stage, vendor, operation, purpose, attempt, state,
                                 cost_micros, answered_at, latency_ms, http_status, outcome, reading, answer, answer_sha256)
       VALUES ($1, $2, $3, 'x', 'identity', 'sandbox', 'ask', 'account-opening', 1, 'answered', 100, now(), 1, 200, 'approved',
               '{}', '\\x01', '\\x02')`,
      [`vcl_${customerId}`, organizationId, verificationId],
    );
    return { customerId, verificationId };
  }

  const left = async (customerId: string) => {
    const [counts] = await test.database.query(
      `SELECT (SELECT count(*)::integer FROM verifications WHERE customer_id = $1) AS verifications,
              (SELECT count(*)::integer FROM verification_checks WHERE id = 'chk_' || $1) AS checks,
              (SELECT count(*)::integer FROM vendor_calls WHERE id = 'vcl_' || $1 AND answer IS NOT NULL) AS answers,
              (SELECT count(*)::integer FROM vendor_calls WHERE id = 'vcl_' || $1) AS calls`,
      [customerId],
    );
    return counts;
  };

  it('go with it and with what vendors wrote, and that a vendor was asked stays', async () => {
    const gone = await verified(true);
    const kept = await verified(false);
    expect(await test.context.get(CustomerErasure).eraseDue()).toBe(1);
    expect(await left(gone.customerId)).toEqual({ verifications: 0, checks: 0, answers: 0, calls: 1 });
    expect(await left(kept.customerId)).toEqual({ verifications: 1, checks: 1, answers: 1, calls: 1 });
  });
});
