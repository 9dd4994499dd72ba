import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from '@bonafide/testing';

import type { Applicant } from '../port/applicant';
import type { VendorQuestion } from '../port/identity-vendor';
import { VendorError } from '../port/vendor-error';
import { reasonCatalog } from '../reason-catalog';
import { magicDocumentNumbers, magicFaults, magicMarkers, magicWords } from './magic-values';
import { SandboxVendor } from './sandbox-vendor';

const noSignal = new AbortController().signal;
const address = { line1: '9 Fictional Way', city: 'Springfield', country: 'US' };

const anApplicant = (more: Partial<Applicant> = {}): Applicant => ({
  reference: 'cus_1',
  type: 'individual',
  firstName: 'Odalys',
  lastName: 'Threlkeld',
  birthDate: '1984-02-29',
  phones: [],
  address,
  createdAt: new Date(0),
  ...more,
});

const ask = (applicant: Partial<Applicant> = {}, question: Partial<VendorQuestion> = {}) =>
  new SandboxVendor().ask(
    { stage: 'identity', reference: 'vck_1', applicant: anApplicant(applicant), ...question },
    noSignal,
  );

/** The outcome, or the class of the error. */
const wordOf = async (answer: ReturnType<typeof ask>): Promise<string> =>
  answer.then(
    ({ outcome }) => outcome,
    (error: unknown) => (error instanceof VendorError ? error.errorClass : String(error)),
  );

const aGovernmentId = (number: string) =>
  ({
    stage: 'government_id',
    applicant: anApplicant({ governmentId: { type: 'passport', number, country: 'US' } }),
  }) as const;

const aDocument = (marker: string) =>
  ({
    stage: 'id_document',
    images: { documentType: 'PP', country: 'US', front: Buffer.from(`bonafide:${marker}`) },
  }) as const;

describe('the sandbox vendor', () => {
  it('approves whoever has no magic value, and says the same every time', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({
      outcome: 'approved',
      attributes: {
        first_name: 'match',
        last_name: 'match',
        birth_date: 'match',
        address: 'match',
        tax_id: 'no_input',
      },
    });
    expect(await ask()).toEqual(answer);
  });

  it.each(Object.entries(magicWords))('answers %s as the table says', async (word, { answer }) => {
    expect(await wordOf(ask({ lastName: ` ${word.toLowerCase()} ` }))).toBe(answer);
    expect(await wordOf(ask({ type: 'business', lastName: undefined, legalName: word }))).toBe(answer);
    expect(await wordOf(ask({ address: { ...address, line1: word } }, { stage: 'residential_address' }))).toBe(answer);
  });

  it.each(Object.entries(magicDocumentNumbers))(
    'answers the document %s as the table says',
    async (number, { answer }) => {
      expect(await wordOf(ask({}, aGovernmentId(number)))).toBe(answer);
    },
  );

  it.each(Object.entries(magicMarkers))(
    'answers an image marked with %s as the table says',
    async (marker, { answer }) => {
      expect(await wordOf(ask({}, aDocument(marker)))).toBe(answer);
    },
  );

  it('takes no part of a name for a magic value', async () => {
    expect(await wordOf(ask({ lastName: 'Denyer' }))).toBe('approved');
    expect(await wordOf(ask({ type: 'business', legalName: 'Late Review LLC' }))).toBe('approved');
  });

  it('has every fault that there is in one of its words', () => {
    const used = Object.values(magicWords).flatMap(({ fault }) => fault ?? []);
    expect(used.sort()).toEqual(Object.keys(magicFaults).sort());
  });

  it('says of what was not given that it was not, and of what is another’s that it does not match', async () => {
    const taxId = { type: 'ssn', number: '900-66-1234', country: 'US' } as const;
    expect((await ask({ lastName: 'TAXID', taxId })).attributes).toMatchObject({
      tax_id: 'no_match',
      last_name: 'match',
    });
    expect((await ask({ lastName: 'TAXID' })).attributes).toMatchObject({ tax_id: 'no_input' });
    expect(await ask({}, aGovernmentId('NOTFOUND0'))).toMatchObject({
      reasons: ['document-not-found'],
      attributes: { document_number: 'no_match' },
    });
  });

  it('decides what was pending when it is read', async () => {
    const vendor = new SandboxVendor();
    const { vendorReference } = await ask({ lastName: 'PENDINGDENY' });
    const question = { stage: 'identity', reference: 'vck_1' } as const;
    expect(await vendor.read(question, vendorReference, noSignal)).toMatchObject({
      outcome: 'declined',
      vendorReference,
    });
    expect(await vendor.read(question, null, noSignal)).toBeNull();
  });

  it('cannot be asked about a document that there is not', async () => {
    expect(await wordOf(ask({}, { stage: 'government_id' }))).toBe('rejected_request');
    expect(await wordOf(ask({}, { stage: 'id_document' }))).toBe('rejected_request');
  });
});

describe('docs/vendors.md', () => {
  const page = readFileSync(join(projectRoot, 'docs/vendors.md'), 'utf8');
  const rowsUnder = (heading: string) => {
    const [, section = ''] = page.split(`### ${heading}\n`);
    const [own = ''] = section.split('\n#');
    return [...own.matchAll(/^\| `([^`]+)` +\| `([a-z_]+)` +\| (.*?) +\|$/gm)].map(([, ...cells]) => cells);
  };

  it.each([
    ['Names', magicWords],
    ['Images', magicMarkers],
    ['Numbers of documents', magicDocumentNumbers],
  ])('has the magic values that there are: %s', (heading, table) => {
    const expected = Object.entries(table).map(([value, { answer, meaning }]) => [value, answer, meaning]);
    expect(rowsUnder(heading)).toEqual(expected);
  });

  it('has every reason, with its text', () => {
    const [, section = ''] = page.split('## Reasons\n');
    const [own = ''] = section.split('\n## ');
    const rows = [...own.matchAll(/^\| `([^`]+)` +\| (.*?) +\| (.*?) +\|$/gm)].map(([, ...cells]) => cells);
    expect(rows).toEqual(
      Object.entries(reasonCatalog).map(([code, { analyst, applicant }]) => [code, analyst, applicant ?? '–']),
    );
  });
});
