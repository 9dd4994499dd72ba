import {
  customerStatuses,
  factsAfterVerification,
  holds,
  levelOf,
  movedByVerification,
  sanctionsStates,
  verificationLevels,
} from '@bonafide/customers';
import { attributeResults, vendorOutcomes } from '@bonafide/identity-vendors';
import { array, assert, boolean, constant, constantFrom, oneof, option, property, record } from 'fast-check';

import { adjudicate, type JudgedCheck, type Judgement } from './adjudication';
import { checkStages, checkStateAfter, checkStates, skipReasons } from './verification-state';

const aCheck = (change: Partial<JudgedCheck> = {}): JudgedCheck => ({
  stage: 'identity',
  representativeId: null,
  isRequired: true,
  state: 'passed',
  outcome: 'approved',
  skipReason: null,
  attributes: {},
  requiredInput: null,
  reasons: [],
  ...change,
});

const answered = (outcome: JudgedCheck['outcome'] & string, change: Partial<JudgedCheck> = {}): JudgedCheck =>
  aCheck({ state: checkStateAfter[outcome], outcome, ...change });

const skipped = (skipReason: NonNullable<JudgedCheck['skipReason']>, change: Partial<JudgedCheck> = {}): JudgedCheck =>
  aCheck({ state: 'skipped', outcome: null, skipReason, isRequired: false, ...change });

const passed = answered('approved');
const document = { stage: 'government_id' } as const;
const residence = { stage: 'residential_address' } as const;
const owner = { representativeId: 'rep_1' } as const;

describe('the adjudication', () => {
  it.each<[string, readonly JudgedCheck[], Judgement['verdict']]>([
    ['an identity that passed is approved', [passed], 'approved'],
    [
      'with what was not given',
      [passed, skipped('same_address', residence), skipped('not_given', document)],
      'approved',
    ],
    ['and with a document that nobody here can ask about', [passed, skipped('no_vendor', document)], 'approved'],
    [
      'not with one that stands in for a number',
      [passed, skipped('no_vendor', { ...document, isRequired: true })],
      'needs_review',
    ],
    [
      'nor with an address where the applicant lives',
      [passed, skipped('no_vendor', { ...residence, isRequired: true })],
      'needs_review',
    ],
    ['a decline declines', [answered('declined')], 'declined'],
    [
      'also one of what need not have been given',
      [passed, answered('declined', { ...document, isRequired: false })],
      'declined',
    ],
    [
      'also beside one who cannot be reached',
      [answered('declined'), aCheck({ state: 'error', outcome: null })],
      'declined',
    ],
    ['also beside one who is undecided', [answered('pending'), answered('declined', residence)], 'declined'],
    ['a review is for a person', [answered('needs_review')], 'needs_review'],
    [
      'also of what need not have been given',
      [passed, answered('needs_review', { ...document, isRequired: false })],
      'needs_review',
    ],
    [
      'a document that agrees makes up for nothing',
      [answered('needs_review'), answered('approved', document)],
      'needs_review',
    ],
    ['what was not understood is for a person', [answered('unknown')], 'needs_review'],
    ['an undecided vendor is waited for', [answered('pending')], 'pending'],
    ['also beside a review', [answered('needs_review'), answered('pending', residence)], 'pending'],
    [
      'also beside an applicant',
      [answered('requires_input', { requiredInput: 'sms_code' }), answered('pending', residence)],
      'pending',
    ],
    ['an applicant is waited for', [answered('requires_input', { requiredInput: 'sms_code' })], 'requires_input'],
    ['but nobody for what is not said', [answered('requires_input')], 'needs_review'],
    ['what was not asked is unanswered', [aCheck({ state: 'queued', outcome: null })], 'unanswered'],
    ['and what nobody answered', [passed, aCheck({ ...residence, state: 'error', outcome: null })], 'unanswered'],
    ['and what is being asked', [aCheck({ state: 'running', outcome: null })], 'unanswered'],
    ['nothing at all is no pass', [], 'needs_review'],
    ['nor is a document alone', [answered('approved', document)], 'needs_review'],
    ['nor an identity that was skipped', [skipped('already_declined')], 'needs_review'],
    ['a business passes with all its owners', [passed, answered('approved', owner)], 'approved'],
    ['and with none whose identity nobody has seen', [passed, skipped('no_vendor', owner)], 'needs_review'],
    ['nor through its owners alone', [answered('approved', owner)], 'needs_review'],
    ['one owner declines it', [passed, answered('declined', owner)], 'declined'],
    [
      'an approval of another name is for a person',
      [answered('approved', { attributes: { last_name: 'no_match' } })],
      'needs_review',
    ],
    ['one without a phone number is not', [answered('approved', { attributes: { phone: 'no_match' } })], 'approved'],
    ['a state alone is no answer', [aCheck({ state: 'passed', outcome: null })], 'needs_review'],
  ])('%s', (_, checks, verdict) => {
    expect(adjudicate(checks, 'kyc').verdict).toBe(verdict);
  });

  it.each<[string, readonly JudgedCheck[], Judgement['verdict']]>([
    ['a number that matches', [answered('approved', { attributes: { tax_id: 'match' } })], 'approved'],
    ['a vendor that judges all as one', [passed], 'approved'],
    [
      'a number of which nothing is known',
      [answered('approved', { attributes: { tax_id: 'no_data' } })],
      'needs_review',
    ],
    ['one that matches half', [answered('approved', { attributes: { tax_id: 'partial_match' } })], 'needs_review'],
    ['other attributes and not this', [answered('approved', { attributes: { last_name: 'match' } })], 'needs_review'],
    [
      'the number of an owner',
      [
        answered('approved', { attributes: { tax_id: 'no_data' } }),
        answered('approved', { ...owner, attributes: { tax_id: 'match' } }),
      ],
      'needs_review',
    ],
    [
      'a passport in its place',
      [answered('approved', { attributes: { tax_id: 'no_input' } }), answered('approved', document)],
      'approved',
    ],
    [
      'a document that need not have been given',
      [
        answered('approved', { attributes: { tax_id: 'no_data' } }),
        answered('approved', { ...document, isRequired: false }),
      ],
      'needs_review',
    ],
  ])('of the whole number, by %s', (_, checks, verdict) => {
    expect(adjudicate(checks, 'cip').verdict).toBe(verdict);
  });

  it('says why somebody has to look at it', () => {
    const checks = [
      answered('needs_review', { reasons: ['name-mismatch', 'name-mismatch'] }),
      skipped('no_vendor', { ...residence, isRequired: true, reasons: [] }),
    ];
    expect(adjudicate(checks, 'kyc')).toMatchObject({
      reasons: [
        'name-mismatch',
        'vendor-wants-review',
        'check-not-made',
        'identity-not-established',
        'check-not-passed',
      ],
    });
  });
});

/** Any check that a program, a vendor or a fault could leave behind. */
const anyCheck = record<JudgedCheck>({
  stage: constantFrom(...checkStages),
  representativeId: constantFrom(null, 'rep_1', 'rep_2'),
  isRequired: boolean(),
  state: constantFrom(...checkStates),
  outcome: option(constantFrom(...vendorOutcomes)),
  skipReason: option(constantFrom(...skipReasons)),
  attributes: record(
    {
      tax_id: constantFrom(...attributeResults),
      last_name: constantFrom(...attributeResults),
      phone: constantFrom(...attributeResults),
    },
    { requiredKeys: [] },
  ),
  requiredInput: constantFrom(null, 'sms_code' as const),
  reasons: constant([]),
});
/** Often nearly approved, for those are the ones to look at. */
const anyChecks = array(
  oneof(
    { weight: 3, arbitrary: constantFrom(passed, answered('approved', owner), skipped('not_given', document)) },
    anyCheck,
  ),
  { maxLength: 6 },
);
const anyLevel = constantFrom(...verificationLevels);

describe('whatever vendors answer, or do not', () => {
  it('nothing but passes is approved: no skip of what is required, no error, nothing pending, unknown or to be reviewed', () => {
    assert(
      property(anyChecks, anyLevel, (checks, level) => {
        if (adjudicate(checks, level).verdict !== 'approved') return;
        for (const { state, outcome, isRequired, attributes } of checks) {
          expect(state === 'passed' ? outcome : state).toBe(state === 'passed' ? 'approved' : 'skipped');
          if (state === 'skipped') expect(isRequired).toBe(false);
          else expect(attributes.last_name).not.toBe('no_match');
        }
        const parties = new Set([null, ...checks.map(({ representativeId }) => representativeId)]);
        for (const party of parties) {
          const identity = checks.filter(
            ({ stage, representativeId }) => stage === 'identity' && representativeId === party,
          );
          expect(identity.some(({ state }) => state === 'passed')).toBe(true);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('whatever else is found, a decline stays one', () => {
    assert(
      property(anyChecks, anyChecks, anyLevel, (before, after, level) => {
        const checks = [...before, answered('declined'), ...after];
        expect(adjudicate(checks, level).verdict).toBe('declined');
      }),
    );
  });

  it('only an approval lets a customer rise, and none out of an end', () => {
    const standing = record({ status: constantFrom(...customerStatuses), hold: constantFrom(null, ...holds) });
    const sanctions = constantFrom(...sanctionsStates);
    assert(
      property(anyChecks, anyLevel, standing, sanctions, (checks, level, before, state) => {
        const { verdict } = adjudicate(checks, level);
        // What says nothing of the customer moves nobody.
        if (verdict !== 'approved' && verdict !== 'declined' && verdict !== 'needs_review') return;
        const unknown = { identityVerified: false, taxIdVerified: false, sanctions: state };
        const facts = factsAfterVerification(unknown, verdict, level);
        const after = movedByVerification(before, verdict, facts);
        const isEnd = before.status === 'deceased' || before.status === 'rejected';
        if (isEnd) expect(after).toEqual(before);
        if (verdict === 'approved') return;
        expect(facts).toEqual(unknown);
        expect(levelOf(after.status)).toBeLessThan(levelOf('kyc'));
      }),
      { numRuns: 5_000 },
    );
  });

  it('one answer that is no pass keeps all others from being one', () => {
    assert(
      property(
        array(constantFrom(passed, answered('approved', document), answered('approved', owner)), { maxLength: 5 }),
        constantFrom(...vendorOutcomes.filter((outcome) => outcome !== 'approved')),
        constantFrom(...checkStages),
        boolean(),
        anyLevel,
        (passes, outcome, stage, isRequired, level) => {
          const checks = [...passes, answered(outcome, { stage, isRequired, requiredInput: 'sms_code' })];
          expect(adjudicate(checks, level).verdict).not.toBe('approved');
        },
      ),
    );
  });
});
