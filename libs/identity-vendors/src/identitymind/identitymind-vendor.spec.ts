import { Stack } from '@bonafide/testing';

import type { Applicant } from '../port/applicant';
import type { VendorQuestion } from '../port/identity-vendor';
import { VendorError } from '../port/vendor-error';
import { magicFaults, magicMarkers, magicWords } from '../sandbox/magic-values';
import { IdentityMindVendor, type IdentityMindOptions } from './identitymind-vendor';
import { MAX_IMAGE_BYTES } from './images';

const jpeg = (comment = ''): Buffer =>
  Buffer.concat([Buffer.from('ffd8fffe', 'hex'), Buffer.from(`\0\x40${comment}`), Buffer.from('ffd9', 'hex')]);

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly fields: Readonly<
    Record<string, { readonly type: string; readonly size: number | null; readonly value?: unknown }>
  >;
}

describe('the IdentityMind adapter', () => {
  let stack: Stack;
  let references = 0;
  const opened: IdentityMindVendor[] = [];

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['vendor-simulator'] });
  }, 60_000);

  afterAll(async () => {
    await Promise.all(opened.map((vendor) => vendor.close()));
    await stack.stop();
  }, 30_000);

  beforeEach(() => admin('reset'));

  const admin = async (path: string, body: object = {}): Promise<void> => {
    const answer = await fetch(`${stack.simulatorUrl}/__sim/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.ok).toBe(true);
  };

  const received = async (): Promise<readonly Recorded[]> => {
    const answer = await fetch(`${stack.simulatorUrl}/__sim/requests`);
    return ((await answer.json()) as { data: Recorded[] }).data;
  };

  const aVendor = (more: Partial<IdentityMindOptions> = {}): IdentityMindVendor => {
    const vendor = new IdentityMindVendor({
      url: stack.simulatorUrl,
      merchantId: 'sandbox-merchant',
      licenseKey: 'sandbox-license-key',
      hashSalt: '54l73D47',
      profile: 'DEFAULT',
      timeoutMs: 20_000,
      documentTimeoutMs: 20_000,
      costMicros: 250_000,
      ...more,
    });
    opened.push(vendor);
    return vendor;
  };

  const anApplicant = (more: Partial<Applicant> = {}): Applicant => ({
    reference: 'cus_01kq0000000000000000000001',
    type: 'individual',
    firstName: 'Odalys',
    lastName: 'Threlkeld',
    birthDate: '1984-02-29',
    email: 'odalys@example.com',
    phones: [{ type: 'mobile', number: '+15005550001' }],
    address: { line1: '9 Fictional Way', city: 'Springfield', region: 'OR', postalCode: '97403', country: 'US' },
    taxId: { type: 'ssn', number: '900-66-1234', country: 'US' },
    createdAt: new Date('2024-05-01T10:00:00.500Z'),
    ...more,
  });

  const aQuestion = (applicant: Partial<Applicant> = {}, more: Partial<VendorQuestion> = {}): VendorQuestion => ({
    stage: 'identity',
    reference: `vck_${String((references += 1)).padStart(26, '0')}`,
    applicant: anApplicant(applicant),
    ...more,
  });

  const aDocument = (comment = ''): Pick<VendorQuestion, 'stage' | 'images'> => ({
    stage: 'id_document',
    images: { documentType: 'PP', country: 'US', front: jpeg(comment), back: jpeg(), face: jpeg() },
  });

  const noSignal = new AbortController().signal;

  const failureOf = async (call: Promise<unknown>): Promise<VendorError> => {
    const error = await call.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(VendorError);
    return error as VendorError;
  };

  it('brings an acceptance, with the vendor’s own codes and what to call the case', async () => {
    const question = aQuestion();
    const answer = await aVendor().ask(question, noSignal);
    expect(answer).toMatchObject({
      outcome: 'approved',
      vendorReference: expect.stringMatching(/^consumer\/\d+$/),
      reasons: [],
      requiredInput: null,
      httpStatus: 200,
    });
    expect(answer.vendorCodes).toEqual(expect.arrayContaining(['state:A', 'res:ACCEPT', 'rule:1002', 'rcd:131']));
    expect(JSON.parse(answer.raw)).toMatchObject({ tid: question.reference, state: 'A' });
  });

  const outcomes = Object.entries(magicWords).filter(([, { fault }]) => fault === undefined);
  it.each(outcomes)('says of %s what the table of magic values says', async (word, { answer }) => {
    const { outcome } = await aVendor().ask(aQuestion({ lastName: word }), noSignal);
    expect(outcome).toBe(answer);
  });

  const faults = Object.entries(magicWords).flatMap(([word, { fault }]) =>
    fault === undefined ? [] : [[word, fault] as const],
  );
  it.each(faults)('makes of the fault %s (%s) an error of its class', async (word, fault) => {
    const isLate = magicFaults[fault] === 'timeout';
    const { errorClass, message } = await failureOf(
      aVendor(isLate ? { timeoutMs: 300 } : {}).ask(aQuestion({ lastName: word }), noSignal),
    );
    expect(errorClass).toBe(magicFaults[fault]);
    expect(message).not.toMatch(/magic|odalys|threlkeld|It works/i);
  });

  it('waits longer for images than for anything else', async () => {
    const next = { verdict: { state: 'A', res: 'ACCEPT' }, delayMs: 900 };
    await admin('scenario', { next: [next, next] });
    const vendor = aVendor({ timeoutMs: 300 });
    expect((await failureOf(vendor.ask(aQuestion(), noSignal))).errorClass).toBe('timeout');
    expect(await vendor.ask(aQuestion({}, aDocument()), noSignal)).toMatchObject({ outcome: 'approved' });
  });

  it.each(Object.entries(magicMarkers))('reads a document that is marked with %s', async (marker, { answer }) => {
    const { outcome } = await aVendor().ask(aQuestion({}, aDocument(`bonafide:${marker}`)), noSignal);
    expect(outcome).toBe(answer);
  });

  it('tells attributes, the kind of the document and its country, and nothing that stands on it', async () => {
    const { raw, ...answer } = await aVendor().ask(
      aQuestion({}, aDocument('bonafide:dv:11 bonafide:dv:9 bonafide:country:CHN')),
      noSignal,
    );
    expect(answer).toMatchObject({
      outcome: 'declined',
      attributes: {
        first_name: 'match',
        last_name: 'match',
        birth_date: 'no_match',
        document_expiry: 'no_match',
        face: 'match',
      },
      document: { issuingCountry: 'CHN', type: 'PP' },
    });
    expect([...answer.reasons].sort()).toEqual(['birth-date-mismatch', 'document-expired']);
    expect(raw).toContain('EXTRACTED NAME');
    expect(JSON.stringify(answer)).not.toMatch(/EXTRACTED|1980-01-01/);
  });

  it('asks for another image when one could not be read, and says which kind of input it waits for otherwise', async () => {
    const vendor = aVendor();
    const { requiredInput } = await vendor.ask(aQuestion({}, aDocument('bonafide:dv:1')), noSignal);
    expect(requiredInput).toBe('new_images');
    expect((await vendor.ask(aQuestion({ lastName: 'SMS' }), noSignal)).requiredInput).toBe('sms_code');
    expect((await vendor.ask(aQuestion({ lastName: 'QUIZ' }), noSignal)).requiredInput).toBe('knowledge_answers');
  });

  it('reads a pending case until it is decided', async () => {
    const vendor = aVendor();
    const question = aQuestion({ lastName: 'PENDINGDENY' });
    const asked = await vendor.ask(question, noSignal);
    const outcomes = [asked.outcome];
    for (let reads = 0; reads < 2; reads += 1) {
      outcomes.push((await vendor.read(question, asked.vendorReference, noSignal))?.outcome ?? 'unknown');
    }
    expect(outcomes).toEqual(['pending', 'pending', 'declined']);
  });

  it('does not find what never arrived, and finds what was taken although its answer was lost', async () => {
    const vendor = aVendor();
    const reset = aQuestion({ lastName: 'RESET' });
    const lost = aQuestion({ lastName: 'LOSTANSWER' });
    await failureOf(vendor.ask(reset, noSignal));
    await failureOf(vendor.ask(lost, noSignal));
    expect(await vendor.read(reset, null, noSignal)).toBeNull();
    expect(await vendor.read(lost, null, noSignal)).toMatchObject({ outcome: 'approved' });
    // Nor when it is not known whether it was about a person or a business.
    const { stage, reference } = lost;
    expect(await vendor.read({ stage, reference }, null, noSignal)).toMatchObject({ outcome: 'approved' });
  });

  it('waits as long as a vendor asks it to', async () => {
    const vendor = aVendor();
    const question = aQuestion({ lastName: 'THROTTLED' });
    expect(await failureOf(vendor.ask(question, noSignal))).toMatchObject({ retryAfterMs: 1_000, httpStatus: 429 });
    expect(await vendor.ask(question, noSignal)).toMatchObject({ outcome: 'approved' });
  });

  it('is not let in with another key, and says so', async () => {
    const vendor = aVendor({ licenseKey: 'another-license-key' });
    expect(await failureOf(vendor.ask(aQuestion(), noSignal))).toMatchObject({
      errorClass: 'unauthorized',
      httpStatus: 401,
    });
  });

  it('takes an error message for an error although the status is 200', async () => {
    await admin('scenario', { legacyErrors: true });
    const vendor = aVendor({ licenseKey: 'another-license-key' });
    expect(await failureOf(vendor.ask(aQuestion(), noSignal))).toMatchObject({
      errorClass: 'rejected_request',
      httpStatus: 200,
    });
  });

  it('asks about businesses where the vendor wants them, and finds them again', async () => {
    const vendor = aVendor();
    const business = { type: 'business', firstName: undefined, lastName: undefined, birthDate: undefined } as const;
    const question = aQuestion({
      ...business,
      legalName: 'Quillfeather Instruments LLC',
      doingBusinessAs: 'Quillfeather',
      taxId: { type: 'ein', number: '00-1234567', country: 'US' },
    });
    const answer = await vendor.ask(question, noSignal);
    expect(answer).toMatchObject({ outcome: 'approved', vendorReference: expect.stringMatching(/^merchant\//) });
    expect(await vendor.read(question, answer.vendorReference, noSignal)).toMatchObject({ outcome: 'approved' });
    const [{ path, fields } = { path: '', fields: {} }] = await received();
    expect(path).toBe('/im/account/merchant');
    expect(Object.keys(fields).sort()).toEqual(
      [
        'ac',
        'accountCreationTime',
        'aco',
        'amn',
        'aph',
        'as',
        'asn',
        'ataxid',
        'az',
        'dba',
        'man',
        'profile',
        'stage',
        'tea',
        'tid',
        'tti',
      ].sort(),
    );
    const refused = aQuestion({ ...business, legalName: 'deny' });
    expect(await vendor.ask(refused, noSignal)).toMatchObject({ outcome: 'declined' });
  });

  it('tells the vendor what a person decided, and it holds there', async () => {
    const vendor = aVendor();
    const question = aQuestion({ lastName: 'REVIEW' });
    const { vendorReference } = await vendor.ask(question, noSignal);
    for (const [verdict, outcome] of [
      ['accepted', 'approved'],
      ['rejected', 'declined'],
      ['review', 'needs_review'],
    ] as const) {
      await vendor.sendFeedback(vendorReference ?? '', verdict, noSignal);
      expect(await vendor.read(question, vendorReference, noSignal)).toMatchObject({ outcome });
    }
    const unknown = await failureOf(vendor.sendFeedback('consumer/1', 'accepted', noSignal));
    expect(unknown).toMatchObject({ errorClass: 'contract', httpStatus: 404 });
  });

  it('adds a file to a case', async () => {
    const vendor = aVendor();
    const { vendorReference } = await vendor.ask(aQuestion(), noSignal);
    const file = {
      name: 'bill.pdf',
      contentType: 'application/pdf',
      bytes: Buffer.alloc(2_000, 7),
      description: 'Utility bill',
    } as const;
    await vendor.attachFile(vendorReference ?? '', file, noSignal);
    const url = `${stack.simulatorUrl}/im/account/${vendorReference ?? ''}/files`;
    const authorization = `Basic ${Buffer.from('sandbox-merchant:sandbox-license-key').toString('base64')}`;
    const files = (await (await fetch(url, { headers: { authorization } })).json()) as { bytes: number }[];
    expect(files).toHaveLength(1);
    expect(files[0]?.bytes).toBeGreaterThan(2_000);
  });

  it('refuses images that are empty or too large, and never sends them', async () => {
    const vendor = aVendor();
    const withFront = (front: Buffer): VendorQuestion =>
      aQuestion({}, { stage: 'id_document', images: { documentType: 'DL', country: 'US', region: 'OR', front } });
    for (const front of [Buffer.alloc(0), Buffer.alloc(MAX_IMAGE_BYTES + 1)]) {
      expect((await failureOf(vendor.ask(withFront(front), noSignal))).errorClass).toBe('rejected_request');
    }
    expect((await failureOf(vendor.ask(aQuestion({}, { stage: 'id_document' }), noSignal))).errorClass).toBe(
      'rejected_request',
    );
    expect(await received()).toEqual([]);
    expect(await vendor.ask(withFront(Buffer.alloc(MAX_IMAGE_BYTES)), noSignal)).toMatchObject({ outcome: 'approved' });
  }, 30_000);

  it('takes no answer about another case', async () => {
    const vendor = aVendor();
    const { vendorReference } = await vendor.ask(aQuestion(), noSignal);
    const other = await failureOf(vendor.read(aQuestion(), vendorReference, noSignal));
    expect(other).toMatchObject({ errorClass: 'contract' });
  });

  it('stops at once when it is told to, and that is no failure of the vendor', async () => {
    const stopped = new AbortController();
    const call = aVendor().ask(aQuestion({ lastName: 'LATE' }), stopped.signal);
    const reason = new Error('the job was cancelled');
    setTimeout(() => stopped.abort(reason), 50);
    await expect(call).rejects.toBe(reason);
  });

  it('cannot reach a vendor that is not there', async () => {
    const vendor = aVendor({ url: 'http://127.0.0.1:1' });
    expect(await failureOf(vendor.ask(aQuestion(), noSignal))).toMatchObject({
      errorClass: 'unavailable',
      httpStatus: null,
    });
  });
});
