import fc from 'fast-check';

import { vendorStages } from '../port/vendor-answer';
import { VendorError } from '../port/vendor-error';
import { reasonCatalog } from '../reason-catalog';
import { readAnswer } from './read-answer';
import { readApplicationState } from './response-body';
import { reasonOfTest } from './security-tests';

interface Entry {
  readonly test: string;
  readonly fired?: boolean;
  readonly details?: string;
  readonly waitingForData?: boolean;
  readonly ts?: number;
}

const raw = (test: string, details: string): Entry => ({ test, details, ts: 1_517_439_212_261 });
const fired = (test: string): Entry => ({ test, fired: true, details: '[Fired] …', ts: 1_517_439_212_261 });
const notFired = (test: string): Entry => ({ test, fired: false, details: `${test}(x) = true` });

const aBody = (state: unknown, etr: readonly Entry[] = [], more: object = {}): string =>
  JSON.stringify({
    mtid: '92514582',
    tid: 'vck_1',
    state,
    rcd: '',
    ednaScoreCard: { sc: [], etr, er: { profile: 'DEFAULT', reportedRule: { ruleId: 1002, testResults: [] } } },
    ...more,
  });

const read = (body: string, stage: (typeof vendorStages)[number] = 'identity') =>
  readAnswer(readApplicationState(body, 200), stage);

describe("IdentityMind's answer", () => {
  it.each([
    ['A', 'approved', []],
    ['D', 'declined', ['vendor-policy']],
    ['R', 'needs_review', ['vendor-policy']],
    ['P', 'pending', []],
    ['E', 'unknown', ['vendor-error']],
    ['C', 'unknown', ['vendor-case-closed']],
    ['Q', 'unknown', ['vendor-state-unknown']],
    ['a', 'unknown', ['vendor-state-unknown']],
    ['', 'unknown', ['vendor-state-unknown']],
  ])('with the state %p is %s', (state, outcome, reasons) => {
    expect(read(aBody(state))).toMatchObject({ outcome, reasons });
  });

  it.each(['A', 'R'])('is not the last one while a test waits for data (%s)', (state) => {
    expect(read(aBody(state, [{ test: 'ss:0', waitingForData: true }])).outcome).toBe('pending');
  });

  it('keeps a decline, whatever is still waited for', () => {
    expect(read(aBody('D', [{ test: 'ss:0', waitingForData: true }])).outcome).toBe('declined');
  });

  it.each([
    ['the policy says no', aBody('A', [], { res: 'DENY' })],
    ['the policy asks for a person', aBody('A', [], { res: 'MANUAL_REVIEW' })],
    ['a sanctions list names the applicant', aBody('A', [fired('ss:1')])],
    ['a blacklist does', aBody('A', [fired('ed:1')])],
  ])('that accepts though %s goes to a person', (_, body) => {
    expect(read(body)).toMatchObject({
      outcome: 'needs_review',
      reasons: expect.arrayContaining(['vendor-contradiction']),
    });
  });

  it('names the outcome by its state when the policy of a review says no', () => {
    const answer = read(aBody('R', [], { res: 'DENY' }));
    expect(answer).toMatchObject({ outcome: 'needs_review', vendorCodes: ['state:R', 'res:DENY', 'rule:1002'] });
  });

  it('takes what fired for a reason, once, and neither raw values nor what did not fire', () => {
    const card = [
      raw('dv:3', 'true'),
      notFired('dv:3'),
      fired('dv:5'),
      raw('dv:5', 'false'),
      fired('dv:5'),
      fired('tc:2'),
    ];
    const { reasons, vendorCodes } = read(aBody('D', card), 'id_document');
    expect(reasons).toEqual(['face-mismatch', 'tax-id-mismatch']);
    expect(vendorCodes).toEqual(['state:D', 'rule:1002', 'dv:5', 'tc:2']);
  });

  it('reads the tests of the rule that was reported', () => {
    const card = { etr: [], er: { reportedRule: { ruleId: 30_001, testResults: [fired('dv:5')] } } };
    const answer = read(aBody('D', [], { ednaScoreCard: card }), 'id_document');
    expect(answer).toMatchObject({ reasons: ['face-mismatch'], attributes: { face: 'no_match' } });
  });

  it.each([
    ['false', 'match'],
    ['true', 'no_match'],
    ['Expiry could NOT be extracted', 'no_data'],
  ])('takes dv:11 (%s) for whether the document has expired, which is the other way round', (details, result) => {
    expect(read(aBody('R', [raw('dv:11', details)]), 'id_document').attributes).toEqual({ document_expiry: result });
  });

  it.each([
    ['false', 'no_match'],
    ['true', 'match'],
    ['FALSE', 'no_match'],
    ['Address could NOT be extracted', 'no_data'],
  ])('takes dv:10 (%s) for whether the address agrees', (details, result) => {
    expect(read(aBody('R', [raw('dv:10', details)]), 'id_document').attributes).toEqual({ address: result });
  });

  describe('about an image', () => {
    const asksForImages = { outcome: 'requires_input', requiredInput: 'new_images' };

    it.each([
      ['R', 'dv:1'],
      ['R', 'dv:21'],
      ['D', 'dv:1'],
      ['D', 'dv:21'],
      ['A', 'dv:1'],
    ])('asks for another one with the state %s when %s failed', (state, test) => {
      expect(read(aBody(state, [raw(test, 'false')]), 'id_document')).toMatchObject(asksForImages);
      expect(read(aBody(state, [fired(test), fired('dv:3')]), 'id_document')).toMatchObject(asksForImages);
    });

    it.each([
      ['dv:2', 'document-type-mismatch'],
      ['dv:3', 'document-not-authentic'],
      ['dv:20', 'document-country-mismatch'],
    ])('names what is wrong by %s though no rule is about it', (test, reason) => {
      const card = [raw('dv:1', 'true')];
      expect(read(aBody('A', [...card, raw(test, 'false')]), 'id_document').reasons).toEqual([reason]);
      expect(read(aBody('A', [...card, raw(test, 'true')]), 'id_document').reasons).toEqual([]);
    });

    it.each([
      ['nobody could look at it', [raw('dv:0', 'false')], 'document-service-unavailable'],
      ['nothing says that anybody has', [], 'document-service-unavailable'],
      ['its country is told in other words', [raw('dv:1', 'true'), raw('dv:18', 'Korea')], 'document-not-understood'],
      [
        'its kind is one that we do not know',
        [raw('dv:1', 'true'), raw('dv:19', 'Student Card')],
        'document-not-understood',
      ],
    ])('is not approved without a reason against it when %s', (_, card, reason) => {
      expect(read(aBody('A', card), 'id_document').reasons).toContain(reason);
    });

    it('knows the country of a German passport', () => {
      const { document, reasons } = read(aBody('A', [raw('dv:1', 'true'), raw('dv:18', 'D')]), 'id_document');
      expect({ document, reasons }).toMatchObject({ document: { issuingCountry: 'D' }, reasons: [] });
    });

    it('does not when a result code of the decline says blacklist', () => {
      const body = aBody('D', [raw('dv:1', 'false')], { rcd: '10020' });
      expect(read(body, 'id_document')).toMatchObject({ outcome: 'declined', requiredInput: null });
    });

    it('does not when the decline has nothing to do with images', () => {
      const card = [fired('dv:21'), fired('ed:1')];
      expect(read(aBody('D', card), 'id_document')).toMatchObject({ outcome: 'declined', requiredInput: null });
    });

    it('waits while the vendor has not made up its mind', () => {
      expect(read(aBody('P', [raw('dv:21', 'false')]), 'id_document').outcome).toBe('pending');
    });
  });

  it('says what the applicant has to do before the vendor goes on', () => {
    const questions = { questions: [{ questionId: 0, questionText: '?', choices: [] }] };
    expect(read(aBody('P', [], { smsVerification: '+15005550006' })).requiredInput).toBe('sms_code');
    expect(read(aBody('A', [], { smsVerification: '+15005550006' })).outcome).toBe('requires_input');
    expect(read(aBody('R', [], { oowQuestions: questions })).requiredInput).toBe('knowledge_answers');
    expect(read(aBody('D', [], { smsVerification: '+15005550006' }))).toMatchObject({
      outcome: 'declined',
      requiredInput: null,
    });
  });

  it('takes reasons from result codes as well', () => {
    expect(read(aBody('D', [], { rcd: '50003,202,10020,x,10990' }))).toMatchObject({
      reasons: ['blacklisted', 'ip-risk'],
      vendorCodes: ['state:D', 'rule:1002', 'rcd:50003', 'rcd:202', 'rcd:10020', 'rcd:10990'],
    });
  });

  it.each([
    ['no JSON', 'It works!', 'contract'],
    ['half of it', aBody('A').slice(0, 40), 'contract'],
    ['a list', '[]', 'contract'],
    ['no state', aBody(undefined), 'contract'],
    ['a state that is no text', aBody(1), 'contract'],
    ['no score card', aBody('A', [], { ednaScoreCard: undefined }), 'contract'],
    ['a score card of before 1.19', aBody('A', [], { ednaScoreCard: { tr: [] } }), 'contract'],
    ['the shape of before 1.19', aBody('A', [], { merchantApplicationResponse: { res: 'ACCEPT' } }), 'contract'],
    ['no id', aBody('A', [], { tid: undefined, mtid: undefined }), 'contract'],
    ['an id that would lead elsewhere', aBody('A', [], { mtid: '../merchant/1' }), 'contract'],
    ['an error message', aBody('A', [], { error_message: 'Bad data format' }), 'rejected_request'],
    ['an error in the old manner', '{"transaction_status":"error"}', 'rejected_request'],
    ['an error for a result', aBody('A', [], { res: 'ERROR' }), 'rejected_request'],
  ])('is none when it is %s', (_, body, errorClass) => {
    try {
      readApplicationState(body, 200);
    } catch (error) {
      expect(error).toBeInstanceOf(VendorError);
      expect(error).toMatchObject({ errorClass, raw: body, httpStatus: 200 });
    }
    expect(() => readApplicationState(body, 200)).toThrow(VendorError);
  });

  it('repeats nothing that could be personal, whatever the vendor writes where', () => {
    const marker = 'Zebulon Quarrington';
    const tests = ['dv:13', 'dv:14', 'dv:15', 'dv:16', 'dv:17', 'dv:18', 'dv:19', 'dv:22', 'dv:10', marker];
    const card = tests.flatMap((test) => [raw(test, marker), { ...fired(test), details: marker }]);
    const answer = read(aBody('D', card, { res: marker, rcd: marker, erd: marker, frd: marker }), 'id_document');
    expect(JSON.stringify(answer)).not.toContain(marker);
  });

  it('approves only with the state A, whatever else it says', () => {
    const entry = fc.record(
      {
        test: fc.constantFrom('dv:1', 'dv:3', 'dv:5', 'dv:11', 'dv:21', 'ss:1', 'ed:1', 'ed:28', 'zz:9'),
        fired: fc.boolean(),
        details: fc.constantFrom('true', 'false', 'text'),
        waitingForData: fc.boolean(),
      },
      { requiredKeys: ['test'] },
    );
    const anything = fc.record({
      state: fc.oneof(fc.constantFrom('A', 'R', 'D', 'P', 'E', 'C', 'X'), fc.string()),
      etr: fc.array(entry, { maxLength: 6 }),
      res: fc.constantFrom('ACCEPT', 'MANUAL_REVIEW', 'DENY', 'PENDING', undefined),
      smsVerification: fc.constantFrom('+15005550006', undefined),
      stage: fc.constantFrom(...vendorStages),
    });
    fc.assert(
      fc.property(anything, ({ state, etr, res, smsVerification, stage }) => {
        const { outcome, reasons } = read(aBody(state, etr, { res, smsVerification }), stage);
        for (const reason of reasons) expect(reasonCatalog).toHaveProperty([reason]);
        if (outcome !== 'approved') return;
        expect(state).toBe('A');
        expect(res ?? 'ACCEPT').toBe('ACCEPT');
        expect(smsVerification).toBeUndefined();
        expect(etr.some(({ waitingForData }) => waitingForData === true)).toBe(false);
        expect(etr.some(({ test, fired: didFire }) => didFire === true && (test === 'ss:1' || test === 'ed:1'))).toBe(
          false,
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a security test', () => {
  it.each([
    ['dv:0', 'document-service-unavailable'],
    ['dv:24', 'document-check-failed'],
    ['ss:2', 'sanctions-match'],
    ['of:1', 'sanctions-match'],
    ['ed:5', 'velocity'],
    ['ed:14', 'device-risk'],
    ['ed:23', 'velocity'],
    ['ed:61', 'vendor-policy'],
    ['mm:2', 'ip-risk'],
    ['mm:6', 'ip-location-mismatch'],
    ['mm:5', 'ip-risk'],
    ['19:3', 'identity-not-confirmed'],
    ['zz:1', 'vendor-policy'],
  ])('%s, when it fires, means %s', (test, reason) => {
    expect(reasonOfTest(test)).toBe(reason);
  });
});
