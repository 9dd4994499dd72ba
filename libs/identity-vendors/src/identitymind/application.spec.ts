import type { Applicant } from '../port/applicant';
import type { VendorQuestion } from '../port/identity-vendor';
import { VendorError } from '../port/vendor-error';
import { applicationOf } from './application';

const address = {
  line1: '9 Fictional Way',
  line2: 'Apt 4',
  city: 'Springfield',
  region: 'OR',
  postalCode: '97403',
  country: 'US',
};

const anApplicant = (more: Partial<Applicant> = {}): Applicant => ({
  reference: 'cus_01kq0000000000000000000001',
  type: 'individual',
  firstName: 'Odalys',
  middleName: 'Ines',
  lastName: 'Threlkeld',
  birthDate: '1984-02-29',
  email: 'odalys@example.com',
  phones: [
    { type: 'mobile', number: '+15005550001' },
    { type: 'work', number: '+15005550002' },
  ],
  address,
  taxId: { type: 'ssn', number: '900-66-1234', country: 'US' },
  createdAt: new Date('2018-03-06T03:00:00.999Z'),
  ...more,
});

const options = { profile: 'DEFAULT', hashSalt: '54l73D47', nowMs: Date.parse('2018-03-06T03:12:44.999Z') };

const bodyOf = (applicant: Partial<Applicant>, question: Partial<VendorQuestion> = {}) =>
  applicationOf({ stage: 'identity', reference: 'vck_1', applicant: anApplicant(applicant), ...question }, options);

const refusalOf = (applicant: Partial<Applicant>, question: Partial<VendorQuestion> = {}): string => {
  try {
    bodyOf(applicant, question);
  } catch (error) {
    expect(error).toBeInstanceOf(VendorError);
    expect(error).toMatchObject({ errorClass: 'rejected_request' });
    return (error as VendorError).message;
  }
  return 'nothing was refused';
};

describe('an application to IdentityMind', () => {
  it('of a person says under the vendor’s keys what is known, and nothing of what is not', () => {
    const device = {
      ip: '203.0.113.7',
      fingerprint: 'x'.repeat(4_000),
      fingerprintType: 'AU',
      language: 'en-US',
      latitude: 44.05,
      longitude: -123.09,
    };
    const bankAccount = { routingNumber: '321076479', accountNumber: '74600015199010' };
    expect(bodyOf({ device, bankAccount })).toEqual({
      man: 'cus_01kq0000000000000000000001',
      tid: 'vck_1',
      stage: 1,
      profile: 'DEFAULT',
      tti: 1_520_305_964,
      accountCreationTime: 1_520_305_200,
      tea: 'odalys@example.com',
      bfn: 'Odalys',
      bmn: 'Ines',
      bln: 'Threlkeld',
      bsn: '9 Fictional Way, Apt 4',
      bc: 'Springfield',
      bs: 'OR',
      bz: '97403',
      bco: 'US',
      dob: '1984-02-29',
      phn: '+15005550001',
      pm: '+15005550001',
      pw: '+15005550002',
      assn: '900661234',
      ip: '203.0.113.7',
      dfp: 'x'.repeat(4_000),
      dft: 'AU',
      blg: 'en-US',
      clat: '44.05',
      clong: '-123.09',
      pach: '3f57733f34b677294fed96efd440b8d9e7728fa5',
      ptoken: '321076XXXXXXXX9010',
    });
    const sparse = { middleName: undefined, email: undefined, phones: [], address: undefined, taxId: undefined };
    expect(Object.keys(bodyOf(sparse)).sort()).toEqual(
      ['man', 'tid', 'stage', 'profile', 'tti', 'accountCreationTime', 'bfn', 'bln', 'dob'].sort(),
    );
  });

  it('knows the last four digits of a social security number from the whole', () => {
    expect(bodyOf({ taxId: { type: 'ssn', number: '1234', country: 'US' } })).toMatchObject({ assnl4: '1234' });
    expect(bodyOf({ taxId: { type: 'ssn', number: '1234', country: 'US' } })).not.toHaveProperty('assn');
  });

  it('resolves the identity with the address on the document, and asks about the other one in a stage of its own', () => {
    const onDocument = { line1: '2 Elsewhere Road', city: 'Ogdenville', country: 'US' };
    const governmentId = { type: 'drivers_license', number: '1', country: 'US', address: onDocument } as const;
    expect(bodyOf({ governmentId })).toMatchObject({ bsn: '2 Elsewhere Road' });
    expect(bodyOf({ governmentId }, { stage: 'residential_address' })).toMatchObject({ bsn: '9 Fictional Way, Apt 4' });
  });

  it('sends images as pure base64, with what they are said to show', () => {
    const image = (text: string) => Buffer.from(text);
    const images = {
      documentType: 'DL',
      country: 'US',
      region: 'OR',
      front: image('f'),
      back: image('b'),
      face: image('i'),
    } as const;
    expect(bodyOf({}, { stage: 'id_document', images })).toMatchObject({
      stage: 2,
      docType: 'DL',
      docCountry: 'US',
      docState: 'OR',
      scanData: 'Zg==',
      backsideImageData: 'Yg==',
      faceImages: ['aQ=='],
    });
  });

  it('says nothing of an account when there is no salt', () => {
    const applicant = anApplicant({ bankAccount: { iban: 'SN12K00100152000025690007542' } });
    const body = applicationOf({ stage: 'identity', reference: 'vck_1', applicant }, { ...options, hashSalt: null });
    expect(body).not.toHaveProperty('pach');
  });

  it('cuts names and addresses that are too long, between characters as people see them', () => {
    const family = '👨‍👩‍👧‍👦';
    const body = bodyOf({
      firstName: 'e\u0301'.repeat(20),
      lastName: 'Ż'.repeat(60),
      middleName: family.repeat(6),
      address: { ...address, line1: 'x'.repeat(99), line2: 'yy' },
    });
    expect(body).toMatchObject({
      bfn: 'e\u0301'.repeat(15),
      bln: 'Ż'.repeat(50),
      // 25 bytes each, and 128 at most.
      bmn: family.repeat(5),
      bsn: `${'x'.repeat(99)},`,
    });
  });

  it.each([
    ['tea', { email: `${'a'.repeat(60)}@example.com` }],
    ['bz', { address: { ...address, postalCode: '9'.repeat(21) } }],
    ['bco', { address: { ...address, country: 'USA' } }],
    ['man', { reference: 'c'.repeat(61) }],
    ['phn', { phones: [{ type: 'mobile', number: '5'.repeat(61) }] as const }],
    ['ip', { device: { ip: '0'.repeat(41) } }],
    ['assn', { taxId: { type: 'foreign', number: 'X'.repeat(129), country: 'MX' } as const }],
  ])('refuses a longer %s, and names the field only', (key, applicant) => {
    const message = refusalOf(applicant);
    expect(message).toContain(`"${key}"`);
    expect(message).not.toMatch(/aaaa|9999|5555|USA|cccc|XXXX/);
  });

  it('refuses a reference that the vendor would cut', () => {
    expect(refusalOf({}, { reference: 'v'.repeat(41) })).toContain('"tid"');
  });
});
