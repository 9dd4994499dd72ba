import {
  describeWithRedis,
  eventually,
  expectProblem,
  type Organization,
  pngImage,
  type Stack,
} from '@bonafide/testing';
import { Redis } from 'ioredis';

import { attest, create, customerOf } from './customers-ladder';
import {
  aPackage,
  codesOf,
  decide,
  type IdPackage,
  imageOf,
  marked,
  packageIn,
  packageOf,
  pathOf,
  postPackage,
  receivedBySimulator,
  startWithSimulator,
  uploadImage,
  verified,
  verify,
} from './id-packages';
import { named, notice, noticeOf, script } from './verifications';

jest.setTimeout(60_000);

describeWithRedis('an identity package (needs Redis)', () => {
  let stack: Stack;
  let acme: Organization;
  let customerId: string;

  beforeAll(async () => {
    stack = await startWithSimulator({ ID_BANNED_COUNTRIES: 'CN,IR', ID_DOCUMENT_TYPES: 'MX=PP' });
    acme = await stack.newOrganization('Acme');
    customerId = (await create(acme.api)).id;
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  const is = (state: string, of: Parameters<typeof verified>[3] = {}) => verified(acme.api, customerId, state, of);
  const callsFor = (packageId: string) =>
    stack.database.query<{ operation: string; purpose: string; state: string; outcome: string | null }>(
      'SELECT operation, purpose, state, outcome FROM vendor_calls WHERE subject_id = $1 ORDER BY id',
      [packageId],
    );
  const eventsAbout = async (packageId: string): Promise<string[]> => {
    const { body } = await acme.api.get<{ data: { type: string }[] }>(`/v1/events?objectId=${packageId}`);
    return body.data.map(({ type }) => type).reverse();
  };
  const restartDispatcher = async () => {
    await stack.process('dispatcher').stop(12_000);
    await stack.startApp('dispatcher');
  };

  it('whose document the vendor approves has passed, its owner is told, and the customer stands where it stood', async () => {
    const { id } = await aPackage(acme.api, customerId, { hasFace: true, actor: 'user-17' });
    const answer = await verify(acme.api, customerId, id, { purpose: 'account-opening' });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(pathOf(customerId, id));
    const found = await packageIn(acme.api, customerId, id, 'passed');
    expect(found).toMatchObject({ vendor: 'identitymind', reasons: [], isOfCurrentIdentity: true, decision: null });
    expect(found.attributes).toMatchObject({ face: 'match', first_name: 'match', document_expiry: 'match' });
    expect(await eventsAbout(id)).toEqual(['id_package.created', 'id_package.processing', 'id_package.passed']);
    expect(await callsFor(id)).toEqual([
      { operation: 'ask', purpose: 'account-opening', state: 'answered', outcome: 'approved' },
    ]);
    expect(await customerOf(acme.api, customerId)).toMatchObject({
      status: 'none',
      facts: { identityVerifiedAt: null },
    });
    const attested = await attest(acme.api, customerId, 'identity_verified', { evidence: [id] });
    expect(attested.status).toBe(201);
    expect(attested.body).toMatchObject({ evidence: [id] });
  });

  it('of a licence with front and back passes as well', async () => {
    const backImageId = await imageOf(acme.api, customerId);
    await is('passed', { documentType: 'DL', region: 'CA', backImageId });
  });

  it.each<[string, readonly string[], string, readonly string[]]>([
    ['cannot be read', ['dv:1'], 'requires_input', ['photograph-again', 'image-unreadable']],
    ['decides nothing', ['dv:21'], 'requires_input', ['photograph-again', 'image-inconclusive']],
    [
      'is neither authentic nor decisive',
      ['dv:3', 'dv:21'],
      'requires_input',
      ['photograph-again', 'document-not-authentic', 'image-inconclusive'],
    ],
    ['is not authentic', ['dv:3'], 'declined', ['document-not-authentic']],
    ['shows another face', ['dv:5'], 'declined', ['face-mismatch']],
    ['has expired', ['dv:11'], 'declined', ['document-expired']],
    ['is of another type', ['dv:2'], 'declined', ['document-type-mismatch']],
    ['bears another name', ['dv:8'], 'needs_review', ['name-mismatch']],
    ['bears another birth date', ['dv:9'], 'needs_review', ['birth-date-mismatch']],
    ['is from a banned country, whatever was said', ['country:CHN'], 'declined', ['document-country-banned']],
    ['is from another country than was said', ['country:FRA'], 'needs_review', ['document-country-mismatch']],
  ])('whose document %s: %j', async (_, markers, state, reasons) => {
    const found = await is(state, { markers, hasFace: true });
    expect(codesOf(found).slice(0, reasons.length)).toEqual(reasons);
    expect(found.isOfCurrentIdentity).toBe(true);
  });

  it.each([
    ['approves a forgery', { state: 'A', res: 'ACCEPT', fired: ['dv:3'] }, 'declined', 'document-not-authentic'],
    ['contradicts itself', { state: 'A', res: 'DENY' }, 'needs_review', 'vendor-contradiction'],
    ['says what nobody knows', { state: 'X', res: 'SOMETHING' }, 'needs_review', 'answer-not-understood'],
    ['reports an error', { state: 'E', res: 'MANUAL_REVIEW' }, 'needs_review', 'answer-not-understood'],
    [
      'wants a code from the phone',
      { state: 'P', res: 'PENDING', asksFor: 'sms' },
      'needs_review',
      'vendor-asks-for-more',
    ],
  ])('whose vendor %s has not passed', async (_, verdict, state, reason) => {
    await script(stack, { next: [{ verdict }] });
    expect(codesOf(await is(state))).toContain(reason);
  });

  describe('whose vendor has not made up its mind', () => {
    const ofPending = async (lastName: string) => {
      const { id } = await create(acme.api, named(lastName));
      return { id, made: await aPackage(acme.api, id) };
    };

    it.each([
      ['PENDING', 'passed'],
      ['WAITING', 'passed'],
      ['PENDINGDENY', 'declined'],
    ])('%s is read again, and asked once', async (lastName, state) => {
      const { id, made } = await ofPending(lastName);
      await verify(acme.api, id, made.id);
      await packageIn(acme.api, id, made.id, state);
      const operations = (await callsFor(made.id)).map(({ operation }) => operation);
      expect(operations[0]).toBe('ask');
      expect(operations.slice(1).every((operation) => operation === 'read')).toBe(true);
      expect(operations.length).toBeGreaterThan(1);
    });

    it('is looked at at once when the vendor says that something has happened', async () => {
      await script(stack, { pollsUntilDecided: 1_000 });
      const { id, made } = await ofPending('PENDING');
      await verify(acme.api, id, made.id);
      // Not read again for an hour.
      const putOff = `UPDATE jobs SET run_at = now() + interval '1 hour' WHERE subject_id = $1 AND state = 'waiting' RETURNING id`;
      await eventually(async () => (await stack.database.query(putOff, [made.id])).length === 1);
      await script(stack, { pollsUntilDecided: 1 });
      expect((await notice(stack, noticeOf(made.id, 'D'))).status).toBe(200);
      await packageIn(acme.api, id, made.id, 'passed');
      await script(stack, { pollsUntilDecided: 2 });
      // A late one moves nothing.
      expect((await notice(stack, noticeOf(made.id, 'D'))).status).toBe(200);
      expect((await packageOf(acme.api, id, made.id)).state).toBe('passed');
    });
  });

  describe('whose vendor fails', () => {
    it('for a moment is asked again', async () => {
      await script(stack, { next: [{ fault: 'status-503' }] });
      const found = await is('passed');
      expect((await callsFor(found.id)).map(({ state }) => state)).toContain('failed');
    });

    it('for good has failed, says why, and lends its images to the package that replaces it', async () => {
      await script(stack, { next: [{ fault: 'status-400' }] });
      const failed = await is('failed');
      expect(failed).toMatchObject({ errorCode: 'vendor-refused', vendor: null });
      expect(codesOf(failed)).toEqual(['not-verified']);
      const { frontImageId } = failed;
      const again = await postPackage(acme.api, customerId, { frontImageId, replaces: failed.id });
      expect(again.status).toBe(201);
      expect((await verify(acme.api, customerId, again.body.id)).status).toBe(202);
      await packageIn(acme.api, customerId, again.body.id, 'passed');
      expect(await packageOf(acme.api, customerId, failed.id)).toMatchObject({
        state: 'failed',
        replacedBy: again.body.id,
      });
    });

    it('for good stays so when its job is tried again: what has settled does not move', async () => {
      await script(stack, { next: [{ fault: 'status-400' }] });
      const failed = await is('failed');
      expect((await stack.operator.post(`/v1/jobs/${failed.jobId!}/retry`)).status).toBeLessThan(300);
      await eventually(async () => {
        const job = await stack.operator.get<{ state: string }>(`/v1/jobs/${failed.jobId!}`);
        return job.body.state === 'cancelled';
      });
      expect(await packageOf(acme.api, customerId, failed.id)).toMatchObject({
        state: 'failed',
        settledAt: failed.settledAt,
      });
    });
  });

  describe('of a document that the policy does not take', () => {
    it.each([
      ['from a banned country is declined', { country: 'IR' }, 'declined', 'document-country-banned'],
      [
        'of a type that is not taken needs another document',
        { country: 'MX', documentType: 'RP' },
        'requires_input',
        'document-type-not-allowed',
      ],
    ])('%s, with its reason, and no vendor sees it', async (_, document, state, reason) => {
      const found = await is(state, document);
      expect(codesOf(found)).toEqual([reason]);
      expect(found.reasons[0]!.applicantText).not.toBeNull();
      expect(found.vendor).toBeNull();
      expect(await callsFor(found.id)).toEqual([]);
      expect(await receivedBySimulator(stack)).not.toContain(found.id);
    });
  });

  describe('that needs another photograph', () => {
    it('is followed by a package that names it; the second that shows nothing goes to a person', async () => {
      const first = await is('requires_input', { markers: ['dv:21'] });
      const second = await aPackage(acme.api, customerId, { markers: ['dv:21'], replaces: first.id });
      const replaced = await packageOf(acme.api, customerId, first.id);
      expect(replaced).toMatchObject({ state: 'canceled', replacedBy: second.id });
      expect(codesOf(replaced)).toContain('package-replaced');
      await verify(acme.api, customerId, second.id);
      await packageIn(acme.api, customerId, second.id, 'needs_review');
    });

    it.each([
      ['replaced', 409, 'has taken the place'],
      ['passed', 409, 'that is passed is not replaced'],
      ['somebody else’s', 422, 'has no package with this id'],
    ])('is not one that is %s', async (which, status, detail) => {
      const former = await formerThatIs(which);
      const frontImageId = await imageOf(acme.api, customerId);
      const answer = await postPackage(acme.api, customerId, { frontImageId, replaces: former });
      expect(expectProblem(answer, status, status === 409 ? 'state-conflict' : 'validation-failed').detail).toContain(
        detail,
      );
    });

    async function formerThatIs(which: string): Promise<string> {
      if (which === 'passed') return (await is('passed')).id;
      if (which === 'replaced') {
        const { id } = await is('requires_input', { markers: ['dv:1'] });
        await aPackage(acme.api, customerId, { replaces: id });
        return id;
      }
      return (await verified(acme.api, (await create(acme.api)).id, 'requires_input', { markers: ['dv:1'] })).id;
    }

    it('is replaced once by two that want to at the same time', async () => {
      const { id: replaces } = await is('requires_input', { markers: ['dv:1'] });
      const images = [await imageOf(acme.api, customerId), await imageOf(acme.api, customerId)];
      const answers = await Promise.all(
        images.map((frontImageId) => postPackage(acme.api, customerId, { frontImageId, replaces })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    });
  });

  it('that is verified twice at the same time is verified once', async () => {
    const { id } = await aPackage(acme.api, customerId);
    const answers = await Promise.all([1, 2, 3].map(() => verify(acme.api, customerId, id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    await packageIn(acme.api, customerId, id, 'passed');
    expect(await stack.database.query('SELECT 1 FROM jobs WHERE subject_id = $1', [id])).toHaveLength(1);
    expect(await callsFor(id)).toHaveLength(1);
    const again = await verify(acme.api, customerId, id);
    expect(expectProblem(again, 409, 'state-conflict').detail).toContain('that is passed');
  });

  it('names a vendor that this installation has', async () => {
    const { id } = await aPackage(acme.api, customerId);
    const unknown = await verify(acme.api, customerId, id, { vendor: 'nobody' });
    expect(expectProblem(unknown, 422, 'validation-failed').detail).toContain('#/vendor');
    expect((await verify(acme.api, customerId, id, { vendor: 'identitymind' })).status).toBe(202);
    await packageIn(acme.api, customerId, id, 'passed');
  });

  it('whose person was edited meanwhile is for a person: the vendor was asked about somebody else', async () => {
    await script(stack, { pollsUntilDecided: 3 });
    const { id } = await create(acme.api, named('PENDING'));
    const made = await aPackage(acme.api, id);
    await verify(acme.api, id, made.id);
    await eventually(async () => (await callsFor(made.id)).length > 0);
    await acme.api.patch(`/v1/customers/${id}`, { individual: { firstName: 'Tavish', lastName: 'PENDING' } });
    const found = await packageIn(acme.api, id, made.id, 'needs_review');
    expect(codesOf(found)).toContain('identity-edited');
    expect(found.isOfCurrentIdentity).toBe(false);
    await script(stack, { pollsUntilDecided: 2 });
  });

  describe('that needs review', () => {
    it.each([
      ['passed', 'accepted'],
      ['declined', 'rejected'],
    ])('is %s by a person, once, and the vendor is told', async (decision, told) => {
      const { id } = await is('needs_review', { markers: ['dv:8'] });
      const answers = await Promise.all([
        decide(acme.api, customerId, id, decision),
        decide(acme.api, customerId, id, decision),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const decided = await packageOf(acme.api, customerId, id);
      expect(decided).toMatchObject({
        state: decision,
        decision: { actor: 'officer-1', reason: 'The original was seen at the branch.' },
      });
      expect(codesOf(decided)).toEqual(expect.arrayContaining(['name-mismatch', 'decided-by-person']));
      await eventually(async () => (await receivedBySimulator(stack)).includes(`/${told}`));
      await eventually(async () =>
        (await callsFor(id)).some(({ operation, state }) => operation === 'feedback' && state === 'answered'),
      );
    });

    it('is decided only by keys with customers:decide, and not before it needs review', async () => {
      const { id } = await is('needs_review', { markers: ['dv:8'] });
      const { body: key } = await stack.operator.post<{ apiKey: string }>(`/v1/organizations/${acme.id}/api-keys`, {
        name: 'clerk',
        scopes: ['customers:read', 'customers:write'],
      });
      expectProblem(await decide(acme.api.as(key.apiKey), customerId, id, 'passed'), 403, 'missing-scope');
      const created = await aPackage(acme.api, customerId);
      expectProblem(await decide(acme.api, customerId, created.id, 'passed'), 409, 'state-conflict');
      expect((await decide(acme.api, customerId, id, 'requires_input')).body).toMatchObject({
        state: 'requires_input',
      });
    });
  });

  describe('that is canceled', () => {
    const cancel = (id: string, ofCustomer = customerId) =>
      acme.api.post<IdPackage>(`${pathOf(ofCustomer, id)}/cancel`, {});

    it('before it is verified is not verified any more', async () => {
      const { id } = await aPackage(acme.api, customerId);
      expect((await cancel(id)).body).toMatchObject({ state: 'canceled' });
      expectProblem(await verify(acme.api, customerId, id), 409, 'state-conflict');
      expectProblem(await cancel(id), 409, 'state-conflict');
    });

    it('while its vendor thinks stays canceled, whatever the vendor says then', async () => {
      await script(stack, { pollsUntilDecided: 100 });
      const { id } = await create(acme.api, named('PENDING'));
      const made = await aPackage(acme.api, id);
      await verify(acme.api, id, made.id);
      await eventually(async () => (await callsFor(made.id)).length > 0);
      expect((await cancel(made.id, id)).status).toBe(202);
      await packageIn(acme.api, id, made.id, 'canceled');
      await script(stack, { pollsUntilDecided: 2 });
      expect((await notice(stack, noticeOf(made.id, 'D'))).status).toBe(200);
      expect(await eventsAbout(made.id)).toEqual([
        'id_package.created',
        'id_package.processing',
        'id_package.canceled',
      ]);
    });
  });

  describe('whose time is over', () => {
    const imagesOf = ({ id }: IdPackage) =>
      stack.database.query<{ isErased: boolean }>(
        'SELECT content IS NULL AND erased_at IS NOT NULL AS "isErased" FROM id_package_images WHERE package_id = $1',
        [id],
      );

    it('has no images any more, and is still on record', async () => {
      const [old, recent] = [await is('passed', { hasFace: true }), await is('passed')];
      const heldId = (await create(acme.api)).id;
      const held = await verified(acme.api, heldId, 'passed');
      await stack.database.query('UPDATE customers SET legal_hold_since = now() WHERE id = $1', [heldId]);
      const set = `UPDATE id_packages SET settled_at = now() - $2 * interval '1 day' WHERE id = $1`;
      await stack.database.query(set, [old.id, 30.1]);
      await stack.database.query(set, [recent.id, 29.9]);
      await stack.database.query(set, [held.id, 400]);
      await restartDispatcher();
      await eventually(async () => (await packageOf(acme.api, customerId, old.id)).imagesErasedAt !== null);
      expect(await imagesOf(old)).toEqual([{ isErased: true }, { isErased: true }]);
      expect(await imagesOf(recent)).toEqual([{ isErased: false }]);
      // The law wants it kept.
      expect(await imagesOf(held)).toEqual([{ isErased: false }]);
      expect(await packageOf(acme.api, customerId, old.id)).toMatchObject({
        state: 'passed',
        attributes: old.attributes,
      });
      const read = await acme.api.post(`/v1/customers/${customerId}/images/${old.frontImageId}/decrypt`, {
        actor: 'ana',
      });
      expectProblem(read, 404, 'not-found');
    });

    it('ends with a customer that was deleted: nobody decides, nobody looks, and in the end nothing is left', async () => {
      const deletedId = (await create(acme.api)).id;
      const inReview = await verified(acme.api, deletedId, 'needs_review', { markers: ['dv:8'] });
      expect((await acme.api.delete(`/v1/customers/${deletedId}`)).status).toBe(204);
      const image = `/v1/customers/${deletedId}/images/${inReview.frontImageId}`;
      expectProblem(await acme.api.get(image), 404, 'not-found');
      expectProblem(await acme.api.post(`${image}/decrypt`, { actor: 'ana' }), 404, 'not-found');
      await restartDispatcher();
      const row = `SELECT state, reasons FROM id_packages WHERE id = $1`;
      await eventually(async () => {
        const [now] = await stack.database.query<{ state: string }>(row, [inReview.id]);
        return now?.state === 'canceled';
      });
      expect(await stack.database.query(row, [inReview.id])).toEqual([
        { state: 'canceled', reasons: expect.arrayContaining(['customer-deleted']) },
      ]);
      await stack.database.query(`UPDATE customers SET deleted_at = now() - interval '6 years' WHERE id = $1`, [
        deletedId,
      ]);
      await restartDispatcher();
      await eventually(async () => (await stack.database.query(row, [inReview.id])).length === 0);
      expect(await imagesOf(inReview)).toEqual([]);
      const answers = `SELECT answer IS NULL AS "isErased" FROM vendor_calls WHERE subject_id = $1`;
      expect(await stack.database.query(answers, [inReview.id])).toEqual([{ isErased: true }]);
    });

    it('has expired when nobody has verified it, or no new photograph came; images without a package are gone', async () => {
      const [forgotten, waiting] = [
        await aPackage(acme.api, customerId),
        await is('requires_input', { markers: ['dv:1'] }),
      ];
      const [inReview, fresh] = [await is('needs_review', { markers: ['dv:8'] }), await aPackage(acme.api, customerId)];
      const unused = [await imageOf(acme.api, customerId), await imageOf(acme.api, customerId)];
      await stack.database.query(`UPDATE id_packages SET entered_at = now() - interval '15 days' WHERE id = ANY ($1)`, [
        [forgotten.id, waiting.id, inReview.id],
      ]);
      await stack.database.query(
        `UPDATE id_package_images SET uploaded_at = now() - interval '25 hours' WHERE id = $1`,
        [unused[0]],
      );
      await restartDispatcher();
      expect(codesOf(await packageIn(acme.api, customerId, forgotten.id, 'expired'))).toEqual(['never-submitted']);
      expect(codesOf(await packageIn(acme.api, customerId, waiting.id, 'expired'))).toContain('no-new-photograph');
      expect((await packageOf(acme.api, customerId, inReview.id)).state).toBe('needs_review');
      expect((await packageOf(acme.api, customerId, fresh.id)).state).toBe('created');
      await eventually(async () => {
        const left = await stack.database.query<{ id: string }>(
          'SELECT id FROM id_package_images WHERE id = ANY ($1)',
          [unused],
        );
        return left.length === 1 && left[0]!.id === unused[1];
      });
      expect(await eventsAbout(waiting.id)).toContain('id_package.expired');
    });
  });

  it('leaves nothing of its images anywhere but in its sealed rows and in the vendor’s request', async () => {
    const planted = 'PLANTED-IN-AN-IMAGE-4409';
    const content = pngImage({ comment: `${planted} ${marked('dv:8')}` });
    const { body: image } = await uploadImage(acme.api, customerId, content, { 'content-type': 'image/png' });
    const { body: made } = await postPackage(acme.api, customerId, { frontImageId: image.id });
    await verify(acme.api, customerId, made.id);
    const found = await packageIn(acme.api, customerId, made.id, 'needs_review');
    const at = content.indexOf(planted);
    // As they are, in hexadecimal digits, and in base64 wherever it begins.
    const traces = [
      planted,
      Buffer.from(planted).toString('hex'),
      ...[0, 1, 2].map((skipped) => content.subarray(at + skipped, at + skipped + 18).toString('base64')),
    ];
    const holds = (text: string) => traces.filter((trace) => text.includes(trace));
    expect(holds(content.toString('base64')).length).toBeGreaterThan(0);
    const tables = await stack.database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables) {
      const rows = await stack.database.query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t`);
      expect({ name, found: rows.flatMap(({ row }) => holds(row)) }).toEqual({ name, found: [] });
    }
    expect(holds(stack.log())).toEqual([]);
    expect(holds(JSON.stringify(found))).toEqual([]);
    expect(holds(await redisContent())).toEqual([]);
  });

  async function redisContent(): Promise<string> {
    const redis = new Redis(stack.environment.REDIS_URL!);
    try {
      const dumps: string[] = [];
      for await (const keys of redis.scanStream({ match: `*${stack.environment.QUEUE_PREFIX!}*`, count: 1_000 })) {
        for (const key of keys as string[]) dumps.push(key, (await redis.dumpBuffer(key)).toString('latin1'));
      }
      expect(dumps.length).toBeGreaterThan(0);
      return dumps.join('\n');
    } finally {
      redis.disconnect();
    }
  }
});
