import { VendorError } from '../../port/vendor-error';
import { dpvFootnotes, reasonOfFootnote } from '../address-reasons';
import { answerOf } from './smarty-answer';
import { readCandidates, type SmartyCandidate } from './smarty-candidate';

const entered = { line1: '12 Main Street', city: 'Testville', region: 'IL', postalCode: '62701', country: 'US' };

const aCandidate = (change: Partial<SmartyCandidate> = {}): SmartyCandidate => ({
  inputId: 'avf_1',
  deliveryLine1: '12 Main St',
  deliveryLine2: '',
  cityName: 'Testville',
  state: 'IL',
  zipcode: '62701',
  plus4Code: '0012',
  recordType: 'S',
  dpvMatchCode: 'Y',
  dpvFootnotes: 'AABB',
  dpvCmra: 'N',
  dpvVacant: 'N',
  dpvNoStat: 'N',
  footnotes: 'N#',
  ...change,
});

const answer = (change: Partial<SmartyCandidate> = {}) => answerOf(entered, [aCandidate(change)]);

describe('what Smarty says of an address', () => {
  it('verifies an address that is known as it was entered', () => {
    expect(answer()).toEqual({
      outcome: 'verified',
      reasons: ['entire-address-confirmed', 'street-confirmed'],
      vendorCodes: ['dpv:Y', 'dpv-footnote:AA', 'dpv-footnote:BB', 'footnote:N'],
      correction: null,
    });
  });

  it('corrects one that is known in another form, and gives that form', () => {
    expect(answer({ deliveryLine1: '12 Mane St', deliveryLine2: 'PMB 4', plus4Code: '' })).toMatchObject({
      outcome: 'corrected',
      correction: {
        line1: '12 Mane St',
        line2: 'PMB 4',
        city: 'Testville',
        region: 'IL',
        postalCode: '62701',
        country: 'US',
      },
    });
  });

  it.each([
    ['S', 'AACC', 'unverified', 'unit-not-recognized'],
    ['S', 'AAC1', 'unverified', 'unit-not-recognized-and-required'],
    ['D', 'AAN1', 'unverified', 'unit-missing'],
    ['D', '', 'unverified', 'unit-missing'],
    ['N', 'AAM3', 'undeliverable', 'house-number-invalid'],
    ['N', '', 'undeliverable', 'not-in-postal-data'],
    ['', 'A1', 'undeliverable', 'not-in-postal-data'],
  ])('says of the code "%s" with "%s" that it is %s: %s', (dpvMatchCode, footnotes, outcome, reason) => {
    expect(answer({ dpvMatchCode, dpvFootnotes: footnotes })).toMatchObject({
      outcome,
      reasons: expect.arrayContaining([reason]),
      correction: null,
    });
  });

  it.each([
    ['vacant', { dpvVacant: 'Y' }, 'undeliverable'],
    ['mail-agency', { dpvCmra: 'Y' }, 'verified'],
    ['po-box', { recordType: 'P' }, 'verified'],
    ['no-stat', { dpvNoStat: 'Y' }, 'verified'],
    ['no-street-delivery', { dpvFootnotes: 'AABBR7' }, 'verified'],
  ])('tells of %s', (reason, change, outcome) => {
    expect(answer(change)).toMatchObject({ outcome, reasons: expect.arrayContaining([reason]) });
  });

  it.each([
    ['a code that is in no documentation', { dpvMatchCode: 'Q' }],
    ['a code in small letters', { dpvMatchCode: 'y' }],
    ['a footnote that denies the code', { dpvFootnotes: 'AAM3' }],
    ['no street', { deliveryLine1: '' }],
    ['no ZIP code', { zipcode: '' }],
  ])('does not understand %s, which is no pass', (_, change) => {
    expect(answer(change)).toBe('unreadable');
  });

  it('finds nothing where there is no candidate, and nobody in particular where there are several', () => {
    expect(answerOf(entered, [])).toMatchObject({ outcome: 'undeliverable', reasons: ['not-found'] });
    const several = [aCandidate(), aCandidate({ deliveryLine1: '12 Main St NW' })];
    expect(answerOf(entered, several)).toMatchObject({ outcome: 'unverified', reasons: ['several-addresses-match'] });
  });

  it('takes a territory for what it is, whether it is written as a country or as a state', () => {
    const island = { line1: '12 Main Street', city: 'San Test', postalCode: '00901', country: 'PR' };
    const candidate = aCandidate({ cityName: 'San Test', state: 'PR', zipcode: '00901' });
    expect(answerOf(island, [candidate])).toMatchObject({ outcome: 'verified' });
    expect(answerOf({ ...island, city: 'San Tést Viejo' }, [candidate])).toMatchObject({
      correction: { region: 'PR', country: 'PR' },
    });
    expect(answerOf(island, [{ ...candidate, state: 'FL' }])).toMatchObject({
      outcome: 'corrected',
      correction: { region: 'FL', country: 'US' },
    });
  });

  it('has words of ours for every footnote that Smarty documents', () => {
    const documented = 'AAA1BBCCC1F1G1M1M3N1PBP1P3RRR1R7TAU1';
    expect(dpvFootnotes(documented).filter((footnote) => reasonOfFootnote(footnote) === undefined)).toEqual([]);
  });

  it('keeps a footnote that is not known, and gives it no meaning', () => {
    expect(answer({ dpvFootnotes: 'AABBZ9' })).toMatchObject({
      outcome: 'verified',
      reasons: ['entire-address-confirmed', 'street-confirmed'],
      vendorCodes: expect.arrayContaining(['dpv-footnote:Z9']),
    });
  });
});

describe('reading the body of an answer', () => {
  it('reads what is there, and takes null and what is left out for empty', () => {
    const [candidate] = readCandidates(
      '[{"input_id":"avf_1","delivery_line_1":"1 Test St","analysis":{"dpv_match_code":null}}]',
    );
    expect(candidate).toMatchObject({ inputId: 'avf_1', deliveryLine1: '1 Test St', dpvMatchCode: '', zipcode: '' });
  });

  it.each([
    ['no JSON', '[{"input_id":"av'],
    ['no array', '{}'],
    ['an array of something else', '["Y"]'],
    ['components that are none', '[{"components":"x"}]'],
    ['a number in place of text', '[{"analysis":{"dpv_match_code":1}}]'],
  ])('refuses %s, and quotes nothing of it', (_, body) => {
    let refusal: unknown;
    try {
      readCandidates(body);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(VendorError);
    expect(refusal).toMatchObject({ errorClass: 'contract', raw: null });
    expect(refusal).not.toHaveProperty('cause');
    expect((refusal as VendorError).message).not.toContain(body);
  });
});
