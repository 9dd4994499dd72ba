import { createHash, randomBytes } from 'node:crypto';

import { RateLimits } from '@bonafide/access';
import { Database } from '@bonafide/database';
import { type OrganizationId, organizationIds } from '@bonafide/identifiers';
import { openTestContext, type TestContext } from '@bonafide/testing';

import { IdentityVendorsModule } from '../identity-vendors.module';
import type { IdentityVendor, VendorQuestion } from '../port/identity-vendor';
import { type VendorAnswer, type VendorOutcome, vendorOutcomes, vendorStages } from '../port/vendor-answer';
import { VendorError, type VendorErrorClass, vendorErrorClasses } from '../port/vendor-error';
import { ConfiguredVendors } from './configured-vendor';
import type { VendorRequest } from './vendor-call';
import { VendorCaller } from './vendor-caller.service';
import { VendorCalls } from './vendor-calls.repository';
import { VendorDesk } from './vendor-desk.service';

const MARKER = 'Zebulon Quarrington';

interface Row {
  readonly id: string;
  readonly vendor: string;
  readonly operation: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly error_class: string | null;
  readonly cost_micros: string;
  readonly [column: string]: unknown;
}

/** A vendor that does as it is told, and counts. */
class ScriptedVendor implements IdentityVendor {
  readonly stages = new Set(vendorStages);
  readonly timeoutMs = 1_000;
  readonly costMicros = 300_000;
  asked = 0;
  reads: (string | null)[] = [];
  feedback: string[] = [];

  constructor(
    readonly id: string,
    public answer: VendorOutcome | VendorErrorClass | ((signal: AbortSignal) => Promise<VendorAnswer>) = 'approved',
    public found: VendorOutcome | VendorErrorClass | null = null,
    readonly canRead = true,
  ) {}

  async ask(_question: VendorQuestion, signal: AbortSignal): Promise<VendorAnswer> {
    this.asked += 1;
    return typeof this.answer === 'function' ? this.answer(signal) : this.say(this.answer);
  }

  async read(_question: unknown, vendorReference: string | null): Promise<VendorAnswer | null> {
    this.reads.push(vendorReference);
    return this.found === null ? null : this.say(this.found);
  }

  async sendFeedback(vendorReference: string, verdict: string): Promise<void> {
    if (this.answer === 'unauthorized') throw new VendorError('unauthorized', 'No.');
    this.feedback.push(`${vendorReference} ${verdict}`);
  }

  say(word: VendorOutcome | VendorErrorClass): VendorAnswer {
    const errorClass = vendorErrorClasses.find((each) => each === word);
    const raw = JSON.stringify({ name: MARKER, word });
    if (errorClass !== undefined)
      throw new VendorError(errorClass, 'No.', { httpStatus: 418, retryAfterMs: 7_000, raw });
    const outcome = vendorOutcomes.find((each) => each === word) ?? 'unknown';
    const words = { reasons: ['vendor-policy'], vendorCodes: ['x:1'], attributes: { last_name: 'match' } as const };
    return { outcome, ...words, vendorReference: `case-of-${this.id}`, requiredInput: null, httpStatus: 200, raw };
  }
}

describe('the desk from which vendors are called', () => {
  let test: TestContext;
  let calls: VendorCalls;
  let organizationId: OrganizationId;
  let references = 0;

  beforeAll(async () => {
    process.env.API_KEY_PEPPER = randomBytes(32).toString('base64');
    test = await openTestContext(IdentityVendorsModule);
    calls = test.context.get(VendorCalls, { strict: false });
  }, 60_000);

  afterAll(() => test.close());

  beforeEach(() => {
    organizationId = organizationIds.create();
  });

  const aDesk = (vendors: readonly IdentityVendor[], ratePerMinute: number | null = null): VendorDesk => {
    const caller = new VendorCaller(calls, test.context.get(RateLimits, { strict: false }));
    const configured = new ConfiguredVendors(vendors.map((vendor) => ({ vendor, ratePerMinute })));
    return new VendorDesk(configured, caller, calls);
  };

  const aRequest = (more: Partial<VendorRequest> = {}): VendorRequest => ({
    organizationId,
    subjectId: 'ver_01kq0000000000000000000001',
    attempt: 1,
    purpose: 'account-opening',
    question: {
      stage: 'identity',
      reference: `vck_${String((references += 1)).padStart(26, '0')}`,
      applicant: {
        reference: 'cus_01kq0000000000000000000001',
        type: 'individual',
        lastName: MARKER,
        phones: [],
        createdAt: new Date(),
      },
    },
    vendors: [],
    signal: new AbortController().signal,
    ...more,
  });

  const rows = (): Promise<Row[]> =>
    test.database.query<Row>('SELECT * FROM vendor_calls WHERE organization_id = $1 ORDER BY id', [organizationId]);

  /** A worker that died while it waited: the call is given up and nobody writes what became of it. */
  const dieWhileAsking = async (vendor: ScriptedVendor, request: VendorRequest): Promise<void> => {
    const death = new AbortController();
    const answer = vendor.answer;
    vendor.answer = (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('died')));
        death.abort();
      });
    await expect(aDesk([vendor]).ask({ ...request, signal: death.signal })).rejects.toThrow('died');
    vendor.answer = answer;
  };

  it('writes the call down before it is sent, with its purpose and its price', async () => {
    let written: Row[] = [];
    const vendor = new ScriptedVendor('first');
    vendor.answer = async () => {
      written = await rows();
      return vendor.say('approved');
    };
    const request = aRequest({ attempt: 3 });
    await aDesk([vendor]).ask(request);
    expect(written).toMatchObject([
      {
        id: expect.stringMatching(/^vcl_/),
        subject_id: request.subjectId,
        reference: request.question.reference,
        stage: 'identity',
        vendor: 'first',
        operation: 'ask',
        purpose: 'account-opening',
        attempt: 3,
        state: 'sent',
        cost_micros: '300000',
        answered_at: null,
      },
    ]);
  });

  it('keeps the answer sealed, with its hash, and gives it with the call that brought it', async () => {
    const { answer } = await aDesk([new ScriptedVendor('first')]).ask(aRequest());
    const [row] = await rows();
    const raw = JSON.stringify({ name: MARKER, word: 'approved' });
    const hash = createHash('sha256').update(raw).digest('hex');
    expect(answer).toMatchObject({
      callId: row?.id,
      vendor: 'first',
      outcome: 'approved',
      costMicros: 300_000,
      answerSha256: hash,
      raw,
    });
    expect(row).toMatchObject({
      state: 'answered',
      outcome: 'approved',
      http_status: 200,
      vendor_reference: 'case-of-first',
    });
    expect(Buffer.from(row?.answer_sha256 as Buffer).toString('hex')).toBe(hash);
    const asStored = await test.database.query('SELECT to_jsonb(vendor_calls)::text AS text FROM vendor_calls');
    expect(JSON.stringify(asStored)).not.toContain(MARKER);
    expect((row?.answer as Buffer).includes(MARKER)).toBe(false);
  });

  it.each(vendorErrorClasses)(
    'goes on to the next vendor when one fails (%s), and says why in order',
    async (errorClass) => {
      const [first, second] = [new ScriptedVendor('first', errorClass), new ScriptedVendor('second')];
      const { answer, failures } = await aDesk([first, second]).ask(aRequest());
      expect(answer).toMatchObject({ vendor: 'second', outcome: 'approved' });
      const [failed] = await rows();
      expect(failures).toEqual([{ vendor: 'first', callId: failed?.id, errorClass, retryAfterMs: 7_000 }]);
      expect(failed).toMatchObject({ state: 'failed', error_class: errorClass, http_status: 418, outcome: null });
    },
  );

  it('has no answer when nobody answers', async () => {
    const vendors = [new ScriptedVendor('first', 'timeout'), new ScriptedVendor('second', 'contract')];
    const { answer, failures } = await aDesk(vendors).ask(aRequest());
    expect(answer).toBeNull();
    expect(failures.map(({ vendor, errorClass }) => [vendor, errorClass])).toEqual([
      ['first', 'timeout'],
      ['second', 'contract'],
    ]);
  });

  it.each(vendorOutcomes)('asks nobody else because of an answer (%s)', async (outcome) => {
    const [first, second] = [new ScriptedVendor('first', outcome), new ScriptedVendor('second')];
    const { answer } = await aDesk([first, second]).ask(aRequest());
    expect(answer).toMatchObject({ vendor: 'first', outcome });
    expect(second.asked).toBe(0);
  });

  it('asks those that the request names, in its order, and tells of one that there is not', async () => {
    const [first, second] = [new ScriptedVendor('first'), new ScriptedVendor('second')];
    const { answer, failures } = await aDesk([first, second]).ask(aRequest({ vendors: ['gone', 'second', 'first'] }));
    expect(answer).toMatchObject({ vendor: 'second' });
    expect(failures).toEqual([{ vendor: 'gone', callId: null, errorClass: 'not_configured', retryAfterMs: null }]);
    expect(first.asked).toBe(0);
  });

  it('counts no price for what was refused before it was taken up', async () => {
    const prices: string[] = [];
    for (const errorClass of vendorErrorClasses) {
      await aDesk([new ScriptedVendor('first', errorClass)]).ask(aRequest());
      prices.push(`${errorClass} ${(await rows()).at(-1)?.cost_micros ?? ''}`);
    }
    expect(prices).toEqual([
      'rejected_request 0',
      'unauthorized 0',
      'contract 300000',
      'throttled 0',
      'unavailable 300000',
      'timeout 300000',
    ]);
  });

  describe('on a repeated attempt', () => {
    const finals = vendorOutcomes.filter((outcome) => outcome !== 'pending');

    it.each(finals)('uses the answer that there is (%s), and buys no other', async (outcome) => {
      const vendor = new ScriptedVendor('first', outcome);
      const request = aRequest();
      const first = await aDesk([vendor]).ask(request);
      const again = await aDesk([new ScriptedVendor('zeroth'), vendor]).ask({ ...request, attempt: 2 });
      expect(again).toEqual(first);
      expect({ asked: vendor.asked, reads: vendor.reads }).toEqual({ asked: 1, reads: [] });
    });

    it('reads a case that was pending, and asks nobody else meanwhile', async () => {
      const [first, second] = [new ScriptedVendor('first', 'pending', 'pending'), new ScriptedVendor('second')];
      const request = aRequest();
      await aDesk([first, second]).ask(request);
      expect((await aDesk([second, first]).ask(request)).answer).toMatchObject({ vendor: 'first', outcome: 'pending' });
      first.found = 'unavailable';
      expect(await aDesk([second, first]).ask(request)).toMatchObject({
        answer: null,
        failures: [{ vendor: 'first' }],
      });
      first.found = 'declined';
      expect((await aDesk([second, first]).ask(request)).answer).toMatchObject({ outcome: 'declined', costMicros: 0 });
      expect({ asked: [first.asked, second.asked], reads: first.reads }).toEqual({
        asked: [1, 0],
        reads: ['case-of-first', 'case-of-first', 'case-of-first'],
      });
    });

    it('keeps to what a vendor said that cannot be read', async () => {
      const vendor = new ScriptedVendor('first', 'pending', null, false);
      const request = aRequest();
      await aDesk([vendor]).ask(request);
      expect((await aDesk([vendor]).ask(request)).answer).toMatchObject({ outcome: 'pending' });
      expect(vendor.asked).toBe(1);
    });

    it('looks a question up whose worker died, and does not ask it again when the vendor has it', async () => {
      const vendor = new ScriptedVendor('first', 'approved', 'declined');
      const request = aRequest();
      await dieWhileAsking(vendor, request);
      const { answer } = await aDesk([vendor]).ask({ ...request, attempt: 2 });
      expect(answer).toMatchObject({ outcome: 'declined' });
      expect({ asked: vendor.asked, reads: vendor.reads }).toEqual({ asked: 1, reads: [null] });
      expect((await rows()).map(({ operation, state, cost_micros }) => [operation, state, cost_micros])).toEqual([
        ['ask', 'sent', '300000'],
        ['read', 'answered', '0'],
      ]);
    });

    it('takes the answer of whoever was asked before the worker died, though another vendor comes first', async () => {
      const [first, second] = [new ScriptedVendor('first'), new ScriptedVendor('second', 'declined', 'declined')];
      const request = aRequest();
      await dieWhileAsking(second, request);
      expect((await aDesk([first, second]).ask(request)).answer).toMatchObject({
        vendor: 'second',
        outcome: 'declined',
      });
      expect(first.asked).toBe(0);
    });

    it('asks nobody twice whom it could not look up, and goes on to the next', async () => {
      const [first, second] = [new ScriptedVendor('first', 'timeout', 'unavailable'), new ScriptedVendor('second')];
      const request = aRequest();
      await aDesk([first]).ask(request);
      expect((await aDesk([first, second]).ask(request)).answer).toMatchObject({ vendor: 'second' });
      expect(first.asked).toBe(1);
    });

    it('asks again when the vendor does not have it', async () => {
      const vendor = new ScriptedVendor('first', 'approved', null);
      const request = aRequest();
      await dieWhileAsking(vendor, request);
      expect((await aDesk([vendor]).ask(request)).answer).toMatchObject({ outcome: 'approved' });
      expect((await rows()).map(({ operation, state }) => [operation, state])).toEqual([
        ['ask', 'sent'],
        ['read', 'failed'],
        ['ask', 'answered'],
      ]);
    });

    it('asks again where nothing can be looked up, and both calls stay in the ledger', async () => {
      const vendor = new ScriptedVendor('first', 'approved', null, false);
      const request = aRequest();
      await dieWhileAsking(vendor, request);
      expect((await aDesk([vendor]).ask(request)).answer).toMatchObject({ outcome: 'approved' });
      expect((await rows()).map(({ operation, state, cost_micros }) => [operation, state, cost_micros])).toEqual([
        ['ask', 'sent', '300000'],
        ['ask', 'answered', '300000'],
      ]);
    });

    it.each(['timeout', 'unavailable', 'contract'] as const)(
      'looks up what it got no answer to (%s)',
      async (errorClass) => {
        const vendor = new ScriptedVendor('first', errorClass, 'approved');
        const request = aRequest();
        await aDesk([vendor]).ask(request);
        expect((await aDesk([vendor]).ask(request)).answer).toMatchObject({ outcome: 'approved' });
        expect(vendor.asked).toBe(1);
      },
    );

    it.each(['throttled', 'rejected_request', 'unauthorized'] as const)(
      'asks again what was not taken up (%s)',
      async (errorClass) => {
        const vendor = new ScriptedVendor('first', errorClass, 'declined');
        const request = aRequest();
        await aDesk([vendor]).ask(request);
        vendor.answer = 'approved';
        expect((await aDesk([vendor]).ask(request)).answer).toMatchObject({ outcome: 'approved' });
        expect({ asked: vendor.asked, reads: vendor.reads }).toEqual({ asked: 2, reads: [] });
      },
    );

    it('knows nothing of what another organization has asked', async () => {
      const vendor = new ScriptedVendor('first');
      const request = aRequest();
      await aDesk([vendor]).ask(request);
      await aDesk([vendor]).ask({ ...request, organizationId: organizationIds.create() });
      expect(vendor.asked).toBe(2);
    });
  });

  describe('keeps back', () => {
    afterEach(() => jest.restoreAllMocks());

    it('what the rate limit of the vendor does not allow, over all processes', async () => {
      // All in one minute.
      jest.spyOn(Date, 'now').mockReturnValue(1_800_000_000_000);
      const vendor = new ScriptedVendor('limited');
      const [one, other] = [aDesk([vendor], 2), aDesk([vendor], 2)];
      const results = [await one.ask(aRequest()), await other.ask(aRequest()), await one.ask(aRequest())];
      expect(results.map(({ answer }) => answer?.outcome ?? null)).toEqual(['approved', 'approved', null]);
      expect(results[2]?.failures).toEqual([
        { vendor: 'limited', callId: null, errorClass: 'rate_limited', retryAfterMs: expect.any(Number) },
      ]);
      expect(await rows()).toHaveLength(2);
    });

    it('calls to a vendor that failed five times in a row, and goes on to the next', async () => {
      const [first, second] = [new ScriptedVendor('first', 'unavailable'), new ScriptedVendor('second')];
      const desk = aDesk([first, second]);
      for (let time = 0; time < 5; time += 1) await desk.ask(aRequest());
      const { answer, failures } = await desk.ask(aRequest());
      expect(first.asked).toBe(5);
      expect(answer).toMatchObject({ vendor: 'second' });
      expect(failures).toEqual([
        { vendor: 'first', callId: null, errorClass: 'circuit_open', retryAfterMs: expect.any(Number) },
      ]);
    });

    it('such calls before they use up the rate limit', async () => {
      jest.spyOn(Date, 'now').mockReturnValue(1_800_000_000_000);
      const desk = aDesk([new ScriptedVendor('failing', 'unavailable')], 6);
      const failures: string[] = [];
      for (let time = 0; time < 8; time += 1) {
        failures.push((await desk.ask(aRequest())).failures[0]?.errorClass ?? 'none');
      }
      expect(failures.slice(5)).toEqual(['circuit_open', 'circuit_open', 'circuit_open']);
    });

    it('calls with credentials that were refused, at once', async () => {
      const vendor = new ScriptedVendor('first', 'unauthorized');
      const desk = aDesk([vendor]);
      await desk.ask(aRequest());
      expect((await desk.ask(aRequest())).failures).toMatchObject([{ errorClass: 'circuit_open' }]);
      expect(vendor.asked).toBe(1);
    });

    it('nothing because of requests that the vendor rightly refuses', async () => {
      const vendor = new ScriptedVendor('first', 'rejected_request');
      const desk = aDesk([vendor]);
      for (let time = 0; time < 8; time += 1) await desk.ask(aRequest());
      expect(vendor.asked).toBe(8);
    });
  });

  it('reads a case again for nothing, and says when the vendor does not know it', async () => {
    const vendor = new ScriptedVendor('first', 'pending', 'approved');
    const desk = aDesk([vendor]);
    const { question, ...context } = aRequest();
    const read = { ...context, question, vendor: 'first', vendorReference: 'case-of-first' };
    expect((await desk.read(read)).answer).toMatchObject({ outcome: 'approved', costMicros: 0 });
    vendor.found = null;
    expect(await desk.read(read)).toMatchObject({
      answer: null,
      failures: [{ vendor: 'first', errorClass: 'contract' }],
    });
    expect(await desk.read({ ...read, vendor: 'gone' })).toMatchObject({
      failures: [{ errorClass: 'not_configured' }],
    });
    expect((await rows()).map(({ operation, state }) => [operation, state])).toEqual([
      ['read', 'answered'],
      ['read', 'failed'],
    ]);
  });

  it('tells a vendor what a person decided, and throws when it cannot', async () => {
    const vendor = new ScriptedVendor('first');
    const desk = aDesk([vendor]);
    const { question, ...context } = aRequest();
    const feedback = {
      ...context,
      question,
      vendor: 'first',
      vendorReference: 'case-of-first',
      verdict: 'accepted',
    } as const;
    await desk.feedback(feedback);
    expect(vendor.feedback).toEqual(['case-of-first accepted']);
    expect(await rows()).toMatchObject([{ operation: 'feedback', state: 'answered', outcome: null, cost_micros: '0' }]);
    vendor.answer = 'unauthorized';
    await expect(desk.feedback(feedback)).rejects.toMatchObject({ errorClass: 'unauthorized' });
    await expect(desk.feedback(feedback)).rejects.toMatchObject({ errorClass: 'throttled' });
    // That the vendor takes no feedback of us is no reason to ask it nothing.
    vendor.answer = 'approved';
    expect((await desk.ask(aRequest())).answer).toMatchObject({ outcome: 'approved' });
    await expect(desk.feedback({ ...feedback, vendor: 'gone' })).rejects.toMatchObject({ errorClass: 'contract' });
  });

  it('forgets what vendors wrote about somebody, and keeps that they were asked', async () => {
    const request = aRequest();
    const desk = aDesk([new ScriptedVendor('first')]);
    const { answer } = await desk.ask(request);
    const database = test.context.get(Database, { strict: false });
    await database.transaction((tx) => calls.eraseAnswers(tx, organizationId, [request.subjectId]));
    expect(await rows()).toMatchObject([{ outcome: 'approved', answer: null }]);
    expect((await desk.ask(request)).answer).toEqual({ ...answer, raw: '' });
  });
});
