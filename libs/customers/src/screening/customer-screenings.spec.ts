import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { organizationIds } from '@bonafide/identifiers';
import { JobRuntimeModule, JobSubjects } from '@bonafide/job-runtime';
import { jobIds, OfacScreening } from '@bonafide/jobs';
import {
  type MovedScreening,
  type ScreeningId,
  screeningIds,
  ScreeningListeners,
  type ScreeningState,
} from '@bonafide/screening';
import { eventually, openTestContext, type TestContext } from '@bonafide/testing';

import type { CustomerId } from '../customer-ids';
import { CustomersModule } from '../customers.module';
import type { CustomerInput } from '../records/customer-record';
import { CustomerReader } from '../records/customer-reader.service';
import { Customers } from '../records/customers.service';
import { ScreeningLinks } from './screening-links.repository';

const organizationId = organizationIds.create();
const submitter = { apiKeyId: 'key_1', actor: null };

const aBusiness: CustomerInput = {
  type: 'business',
  business: { legalName: 'Tavish Test Trading LLC' },
  phones: [],
  addresses: [],
  externalIds: {},
  representatives: [{ firstName: 'Quillon', lastName: 'Marbeck', isControlPerson: true }],
};

describe('what screenings do to a customer', () => {
  let test: TestContext;
  let database: Database;
  let customers: Customers;

  beforeAll(async () => {
    test = await openTestContext(JobRuntimeModule, CustomersModule);
    database = test.context.get(Database);
    customers = test.context.get(Customers);
    await test.context.get(FieldEncryption).prepare(organizationId);
    await test.database.query(`INSERT INTO list_sets (id, content) VALUES ('lst_1', 'pub_1')`);
  }, 60_000);

  afterAll(() => test.close());

  async function newCustomer(): Promise<{ id: CustomerId; round: ScreeningId[] }> {
    const answer = await database.transaction((tx) => customers.create(tx, organizationId, aBusiness, submitter));
    if (!('customer' in answer)) throw new Error('It was not created.');
    const { id } = answer.customer;
    return { id, round: await currentOf(id) };
  }

  const currentOf = (id: CustomerId): Promise<ScreeningId[]> =>
    database.transaction(async (tx) => {
      const links = await test.context.get(ScreeningLinks).current(tx, [id]);
      return links.map(({ screeningId }) => screeningId).sort();
    });

  const customerOf = async (id: CustomerId) => {
    const customer = await test.context.get(CustomerReader).find(organizationId, id);
    if (customer === null) throw new Error('It is not there.');
    return customer;
  };

  /** As whoever owns screenings does it. */
  async function enter(
    tx: Transaction,
    id: ScreeningId,
    state: ScreeningState,
    hasTrueMatch = state === 'confirmed',
  ): Promise<void> {
    const openHits = state === 'in_review' ? 1 : 0;
    const [screening] = await tx.query<Pick<MovedScreening, 'monitoredSubjectId'>>(
      `UPDATE screenings SET state = $2, hit_count = 1, open_hit_count = $3, confirmed_hit_count = $4, truncated = false,
              list_set_id = 'lst_1', lists_checked_at = now(), engine_version = '1', settled_at = now()
       WHERE id = $1 RETURNING monitored_subject_id AS "monitoredSubjectId"`,
      [id, state, openHits, hasTrueMatch ? 1 : 0],
    );
    const { monitoredSubjectId } = screening ?? { monitoredSubjectId: null };
    const moved = { id, organizationId, state, hasTrueMatch, lane: 'interactive', monitoredSubjectId } as const;
    await test.context.get(ScreeningListeners).tell(tx, [moved]);
  }

  /** As its job's settlement does it. */
  const endJobOf = (tx: Transaction, id: ScreeningId): Promise<void> => {
    const result = {
      listSetId: 'lst_1',
      listsCheckedAt: new Date().toISOString(),
      engineVersion: '1',
      configurationHash: 'x',
      hits: [],
      truncated: false,
    };
    return test.context
      .get(JobSubjects, { strict: false })
      .of(OfacScreening.type)
      .attemptsEnded(tx, [
        {
          jobId: jobIds.create(),
          organizationId,
          subjectId: id,
          attempt: 1,
          startedAt: null,
          nextRunAt: null,
          evidence: null,
          state: 'completed',
          result,
          errorCode: null,
          lane: 'interactive',
          traceparent: null,
        },
      ]);
  };

  const settle = (id: ScreeningId, state: ScreeningState) => database.transaction((tx) => enter(tx, id, state));

  /** The same subject once more, as a rescreening makes it. */
  async function rescreened(tx: Transaction, first: ScreeningId): Promise<ScreeningId> {
    const id = screeningIds.create();
    await tx.query(
      `INSERT INTO screenings (id, organization_id, job_id, external_id, state, subject, subject_fingerprint, threshold,
                               list_thresholds, threshold_version, submitted_with, monitored_subject_id, rescreening_id)
       SELECT $2, organization_id, job_id, external_id, 'pending', subject, subject_fingerprint, threshold,
              list_thresholds, threshold_version, submitted_with, monitored_subject_id, 'rsc_' || $2
       FROM screenings WHERE id = $1`,
      [first, id],
    );
    return id;
  }

  const rescreen = (first: ScreeningId, state: ScreeningState) =>
    database.transaction(async (tx) => {
      const id = await rescreened(tx, first);
      await enter(tx, id, state);
      return id;
    });

  const waitForLocks = (count = 1) =>
    eventually(async () => {
      const waiting = await test.database.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return waiting.length === count;
    });

  it('two that end at once leave it with what both say', async () => {
    const { id, round } = await newCustomer();
    const [first, second] = round as [ScreeningId, ScreeningId];
    let other: Promise<void> | undefined;
    await database.transaction(async (tx) => {
      await enter(tx, first, 'clear');
      other = settle(second, 'clear');
      await waitForLocks();
    });
    await other;
    expect((await customerOf(id)).facts.sanctions).toMatchObject({ state: 'clear', listSetId: 'lst_1' });
  });

  it('one of several that is clear makes nobody clear', async () => {
    const { id, round } = await newCustomer();
    await settle(round[0]!, 'clear');
    expect((await customerOf(id)).facts.sanctions).toMatchObject({ state: 'pending', listSetId: null });
  });

  it('a true match of a round that an edit has overtaken rejects, and the newer round does not lift it', async () => {
    const { id, round } = await newCustomer();
    await settle(round[0]!, 'in_review');
    const renamed = { ...aBusiness, business: { legalName: 'Marbeck Test Holding LLC' }, representatives: [] };
    await database.transaction((tx) => customers.change(tx, organizationId, id, () => renamed, submitter));
    await settle(round[0]!, 'confirmed');
    expect(await customerOf(id)).toMatchObject({ status: 'rejected', facts: { sanctions: { state: 'pending' } } });
    for (const screeningId of await currentOf(id)) await settle(screeningId, 'clear');
    expect(await customerOf(id)).toMatchObject({ status: 'rejected', facts: { sanctions: { state: 'clear' } } });
  });

  it('a true match rejects although another hit of its screening is open, and a newer round does not lift it', async () => {
    const { id, round } = await newCustomer();
    await settle(round[0]!, 'in_review');
    await database.transaction((tx) => enter(tx, round[0]!, 'in_review', true));
    expect(await customerOf(id)).toMatchObject({
      status: 'rejected',
      facts: { sanctions: { state: 'confirmed' } },
    });
    await database.transaction((tx) => customers.screenAgain(tx, organizationId, id, submitter));
    for (const screeningId of await currentOf(id)) await settle(screeningId, 'clear');
    expect(await customerOf(id)).toMatchObject({ status: 'rejected', facts: { sanctions: { state: 'clear' } } });
  });

  it('an answer of a round that was overtaken says nothing of who the customer is now', async () => {
    const { id, round } = await newCustomer();
    await database.transaction((tx) => customers.screenAgain(tx, organizationId, id, submitter));
    for (const screeningId of round) await settle(screeningId, 'clear');
    expect((await customerOf(id)).facts.sanctions.state).toBe('pending');
  });

  it('a hit that a changed list brings asks for a review, and the customer is clear again when it was dismissed', async () => {
    const { id, round } = await newCustomer();
    for (const screeningId of round) await settle(screeningId, 'clear');
    const later = await rescreen(round[1]!, 'in_review');
    expect(await customerOf(id)).toMatchObject({
      status: 'review_required',
      facts: { sanctions: { state: 'in_review' } },
    });
    expect(await currentOf(id)).toEqual([...round, later].sort());
    await settle(later, 'clear');
    expect(await customerOf(id)).toMatchObject({ status: 'none', facts: { sanctions: { state: 'clear' } } });
  });

  it('a hit that a changed list brings to who the customer was is none of who it is, but a true match rejects', async () => {
    const { id, round } = await newCustomer();
    await database.transaction((tx) => customers.screenAgain(tx, organizationId, id, submitter));
    const current = await currentOf(id);
    for (const screeningId of current) await settle(screeningId, 'clear');
    const later = await rescreen(round[0]!, 'in_review');
    expect(await customerOf(id)).toMatchObject({ status: 'none', facts: { sanctions: { state: 'clear' } } });
    expect(await currentOf(id)).toEqual(current);
    await settle(later, 'confirmed');
    expect(await customerOf(id)).toMatchObject({ status: 'rejected' });
  });

  it('a first screening that waits for a publication keeps no customer from a rescreening that goes before it', async () => {
    const { id, round } = await newCustomer();
    const [first, second] = round as [ScreeningId, ScreeningId];
    const lists = `hashtextextended('bonafide lists that are monitored', 0)`;
    const after: Promise<unknown>[] = [];
    await database.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock_shared(${lists})`);
      after.push(database.transaction((publishing) => publishing.query(`SELECT pg_advisory_xact_lock(${lists})`)));
      await waitForLocks();
      after.push(database.transaction((settling) => endJobOf(settling, first)));
      await waitForLocks(2);
      await tx.query('SELECT 1 FROM customers WHERE id = $1 FOR UPDATE NOWAIT', [id]);
      await enter(tx, await rescreened(tx, second), 'in_review');
    });
    await Promise.all(after);
    expect(await customerOf(id)).toMatchObject({ status: 'review_required' });
  });

  it('a name that nobody can compare is not monitored, for no run could be complete with it', async () => {
    const { id } = await newCustomer();
    const monitored = () =>
      test.database.query('SELECT 1 FROM monitored_subjects WHERE external_id = $1 AND ended_revision IS NULL', [id]);
    expect(await monitored()).toHaveLength(1);
    const unreadable = { ...aBusiness, business: { legalName: 'ʔʕ', doingBusinessAs: 'Bob' } };
    await database.transaction((tx) => customers.change(tx, organizationId, id, () => unreadable, submitter));
    expect(await currentOf(id)).toHaveLength(2);
    expect(await monitored()).toEqual([]);
  });

  it('a screening that is gone counts as one that failed', async () => {
    const { id, round } = await newCustomer();
    await test.database.query('DELETE FROM screenings WHERE id = $1', [round[1]]);
    await settle(round[0]!, 'clear');
    expect(await customerOf(id)).toMatchObject({ status: 'review_required', facts: { sanctions: { state: 'error' } } });
  });

  it('a customer that was deleted is not moved any more', async () => {
    const { id, round } = await newCustomer();
    await database.transaction((tx) => customers.remove(tx, organizationId, id));
    await settle(round[0]!, 'in_review');
    expect(await test.database.query('SELECT status FROM customers WHERE id = $1', [id])).toEqual([{ status: 2 }]);
  });

  it.each([
    ['kyc', 4, ''],
    ['ofac', 5, ', identity_verified_at = now()'],
    ['cip', 6, `, identity_verified_at = now(), sanctions_state = 'clear', sanctions_list_set_id = 'lst_1'`],
  ])('the database takes no %s without its facts, whoever writes it', async (_, level, facts) => {
    const { id } = await newCustomer();
    const write = (more: string) =>
      test.database.query(`UPDATE customers SET status = ${level}${more} WHERE id = $1`, [id]);
    await expect(write(facts)).rejects.toThrow('violates check constraint');
    await write(
      `, identity_verified_at = now(), sanctions_state = 'clear', sanctions_list_set_id = 'lst_1', tax_id_verified_at = now()`,
    );
  });
});
