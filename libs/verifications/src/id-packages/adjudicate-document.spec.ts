import {
  attributeResults,
  documentTypes,
  requiredInputs,
  vendorOutcomes,
  verifiedAttributes,
} from '@bonafide/identity-vendors';
import fc from 'fast-check';

import { adjudicateDocument, type AskedDocument, type DocumentAnswer } from './adjudicate-document';
import type { DocumentPolicy } from './document-policy';

const open: DocumentPolicy = { bannedCountries: new Set(), allowedTypes: new Map(), regionCountries: new Set() };
const strict: DocumentPolicy = {
  ...open,
  bannedCountries: new Set(['CN', 'IR']),
  allowedTypes: new Map([['US', new Set(['PP'] as const)]]),
};

const aPassport = (change: Partial<AskedDocument> = {}): AskedDocument => ({
  document: { documentType: 'PP', country: 'US', region: null },
  hasFace: false,
  isRetake: false,
  ...change,
});

const approval = (change: Partial<DocumentAnswer> = {}): DocumentAnswer => ({
  outcome: 'approved',
  reasons: [],
  attributes: { first_name: 'match', last_name: 'match', birth_date: 'match', document_expiry: 'match' },
  requiredInput: null,
  document: { issuingCountry: 'USA', type: 'PP' },
  ...change,
});

const saying = (outcome: DocumentAnswer['outcome'], ...reasons: readonly string[]) => approval({ outcome, reasons });

describe('what a vendor’s answer makes of a package', () => {
  it.each([
    // What the vendor says, without more.
    ['an approval', approval(), aPassport(), 'passed', []],
    ['a decline', saying('declined', 'vendor-policy'), aPassport(), 'declined', ['vendor-policy']],
    ['a review', saying('needs_review', 'vendor-policy'), aPassport(), 'needs_review', ['vendor-policy']],
    ['a pending answer', saying('pending'), aPassport(), 'pending', []],
    ['an answer nobody understands', saying('unknown'), aPassport(), 'needs_review', ['answer-not-understood']],
    [
      'a wish for a code',
      approval({ outcome: 'requires_input', requiredInput: 'sms_code' }),
      aPassport(),
      'needs_review',
      ['vendor-asks-for-more'],
    ],
    ['a wish without a name', saying('requires_input'), aPassport(), 'needs_review', []],
    // Images.
    [
      'a wish for images',
      approval({ outcome: 'requires_input', requiredInput: 'new_images' }),
      aPassport(),
      'requires_input',
      ['photograph-again'],
    ],
    [
      'an unreadable image (dv:1)',
      saying('declined', 'image-unreadable'),
      aPassport(),
      'requires_input',
      ['photograph-again', 'image-unreadable'],
    ],
    [
      'an image that decides nothing (dv:21)',
      saying('needs_review', 'image-inconclusive'),
      aPassport(),
      'requires_input',
      ['photograph-again', 'image-inconclusive'],
    ],
    [
      'neither authentic nor decisive (dv:3 and dv:21)',
      saying('declined', 'document-not-authentic', 'image-inconclusive'),
      aPassport(),
      'requires_input',
      ['photograph-again', 'document-not-authentic', 'image-inconclusive'],
    ],
    [
      'a blacklist beside an image that decides nothing',
      saying('declined', 'image-inconclusive', 'blacklisted'),
      aPassport(),
      'declined',
      ['image-inconclusive', 'blacklisted'],
    ],
    [
      'the same for the second photograph',
      saying('declined', 'document-not-authentic', 'image-inconclusive'),
      aPassport({ isRetake: true }),
      'needs_review',
      ['photograph-again', 'document-not-authentic', 'image-inconclusive'],
    ],
    [
      'an approval of an unreadable image',
      saying('approved', 'image-unreadable'),
      aPassport(),
      'requires_input',
      ['photograph-again', 'image-unreadable'],
    ],
    // The document.
    [
      'a forgery, decisively (dv:3)',
      saying('declined', 'document-not-authentic'),
      aPassport(),
      'declined',
      ['document-not-authentic'],
    ],
    [
      'a forgery that the vendor approves',
      saying('approved', 'document-not-authentic'),
      aPassport(),
      'declined',
      ['document-not-authentic'],
    ],
    [
      'an expired one (dv:11)',
      saying('needs_review', 'document-expired'),
      aPassport(),
      'declined',
      ['document-expired'],
    ],
    [
      'an expired one by its attribute alone',
      approval({ attributes: { document_expiry: 'no_match' } }),
      aPassport(),
      'declined',
      ['document-expired'],
    ],
    [
      'another type (dv:2)',
      saying('needs_review', 'document-type-mismatch'),
      aPassport(),
      'requires_input',
      ['document-type-mismatch'],
    ],
    [
      'another type by what was recognised (dv:19)',
      approval({ document: { issuingCountry: 'USA', type: 'ID' } }),
      aPassport(),
      'requires_input',
      ['document-type-mismatch'],
    ],
    [
      'a licence that the vendor calls an identification card',
      approval({ document: { issuingCountry: 'USA', type: 'ID' } }),
      aPassport({ document: { documentType: 'DL', country: 'US', region: 'CA' } }),
      'passed',
      [],
    ],
    [
      'another country (dv:20)',
      saying('approved', 'document-country-mismatch'),
      aPassport(),
      'needs_review',
      ['document-country-mismatch'],
    ],
    [
      'another country by what was recognised (dv:18)',
      approval({ document: { issuingCountry: 'MEX', type: 'PP' } }),
      aPassport(),
      'needs_review',
      ['document-country-mismatch'],
    ],
    [
      'a country that nobody knows',
      approval({ document: { issuingCountry: 'UTO', type: 'PP' } }),
      aPassport(),
      'needs_review',
      ['document-country-mismatch'],
    ],
    ['nothing recognised', approval({ document: undefined }), aPassport(), 'passed', []],
    // The person.
    ['another name (dv:8)', saying('needs_review', 'name-mismatch'), aPassport(), 'needs_review', ['name-mismatch']],
    [
      'an approval of nearly the name',
      approval({ attributes: { last_name: 'partial_match' } }),
      aPassport(),
      'needs_review',
      ['name-mismatch'],
    ],
    [
      'an approval with another birth date',
      approval({ attributes: { birth_date: 'no_match' } }),
      aPassport(),
      'needs_review',
      ['birth-date-mismatch'],
    ],
    // The face (dv:5).
    ['the same face', approval({ attributes: { face: 'match' } }), aPassport({ hasFace: true }), 'passed', []],
    [
      'another face, declined',
      approval({ outcome: 'declined', reasons: ['face-mismatch'], attributes: { face: 'no_match' } }),
      aPassport({ hasFace: true }),
      'declined',
      ['face-mismatch'],
    ],
    [
      'another face, approved',
      approval({ attributes: { face: 'no_match' } }),
      aPassport({ hasFace: true }),
      'needs_review',
      ['face-mismatch'],
    ],
    ['a face that was not compared', approval(), aPassport({ hasFace: true }), 'needs_review', ['face-not-compared']],
    [
      'a face without anything to compare',
      approval({ attributes: { face: 'no_data' } }),
      aPassport({ hasFace: true }),
      'needs_review',
      ['face-not-compared'],
    ],
    // Signals about something else.
    ['an approval from a strange device', saying('approved', 'device-risk'), aPassport(), 'passed', ['device-risk']],
    [
      'an approval of somebody on a list',
      saying('approved', 'sanctions-match'),
      aPassport(),
      'needs_review',
      ['sanctions-match'],
    ],
    [
      'an approval with a reason that nobody knows',
      saying('approved', 'something-new'),
      aPassport(),
      'needs_review',
      ['something-new'],
    ],
  ] as const)('%s', (_, answer, asked, state, reasons) => {
    expect(adjudicateDocument(open, asked, answer)).toEqual({ state, reasons });
  });

  it.each([
    ['a banned country, approved', 'approved', 'CHN', 'PP', 'declined', 'document-country-banned'],
    ['a banned country in a bad photograph', 'requires_input', 'IRN', 'PP', 'declined', 'document-country-banned'],
    ['a type that is not taken', 'approved', 'USA', 'ID', 'requires_input', 'document-type-not-allowed'],
    ['a type that is not taken, declined', 'declined', 'USA', 'ID', 'declined', 'document-type-mismatch'],
  ] as const)('the policy holds for what the vendor has recognised: %s', (_, outcome, country, type, state, reason) => {
    const answer = approval({ outcome, document: { issuingCountry: country, type } });
    const verdict = adjudicateDocument(strict, aPassport(), answer);
    expect(verdict.state).toBe(state);
    expect(verdict.reasons[0]).toBe(reason);
  });

  const vendorReasons = ['name-mismatch', 'face-mismatch', 'device-risk', 'document-expired', 'vendor-policy', 'new'];
  const anyAnswer = fc.record({
    outcome: fc.constantFrom(...vendorOutcomes),
    reasons: fc.uniqueArray(fc.constantFrom(...vendorReasons), { maxLength: 2 }),
    attributes: fc.dictionary(fc.constantFrom(...verifiedAttributes), fc.constantFrom(...attributeResults)),
    requiredInput: fc.constantFrom(null, ...requiredInputs),
    document: fc.option(
      fc.record({
        issuingCountry: fc.constantFrom('USA', 'CHN', 'MEX', 'XXX', null),
        type: fc.constantFrom(...documentTypes, null),
      }),
      { nil: undefined },
    ),
  });

  it('passes only what an approval, an agreeing comparison and the policy bear, whatever the answer is', () => {
    let passes = 0;
    fc.assert(
      fc.property(anyAnswer, fc.boolean(), fc.boolean(), fc.boolean(), (answer, hasFace, isRetake, isStrict) => {
        const verdict = adjudicateDocument(isStrict ? strict : open, aPassport({ hasFace, isRetake }), answer);
        if (verdict.state !== 'passed') return;
        passes += 1;
        const { outcome, reasons, requiredInput, attributes, document } = answer;
        expect({ outcome, requiredInput: requiredInput === 'new_images' }).toEqual({
          outcome: 'approved',
          requiredInput: false,
        });
        expect(reasons.filter((reason) => reason !== 'device-risk')).toEqual([]);
        for (const attribute of [
          'first_name',
          'last_name',
          'birth_date',
          'address',
          'face',
          'document_expiry',
        ] as const) {
          expect(['no_match', 'partial_match']).not.toContain(attributes[attribute]);
        }
        if (hasFace) expect(attributes.face).toBe('match');
        expect(['USA', null, undefined]).toContain(document?.issuingCountry);
        expect(['PP', null, undefined]).toContain(document?.type);
      }),
      { numRuns: 5_000 },
    );
    expect(passes).toBeGreaterThan(0);
  });
});
