import { screeningStates } from '@bonafide/screening';
import { array, assert, boolean, constantFrom, property, record } from 'fast-check';

import { type CustomerFacts, sanctionsOf, sanctionsStates } from './customer-facts';
import { type CustomerStatus, customerStatuses, isEnd, levelOf } from './customer-status';
import { unmetForRole } from './eligibility';
import {
  factsAfterVerification,
  type Hold,
  holds,
  type IdentityVerdict,
  identityVerdicts,
  judgeMove,
  movedByEdit,
  movedByFacts,
  movedByVerification,
  type Standing,
  unmetRequirements,
  type VerificationLevel,
  verificationLevels,
} from './ladder-rules';

const booleans = [false, true];
const allFacts: readonly CustomerFacts[] = sanctionsStates.flatMap((sanctions) =>
  booleans.flatMap((identityVerified) =>
    booleans.map((taxIdVerified) => ({ identityVerified, taxIdVerified, sanctions })),
  ),
);
const anyHold: readonly (Hold | null)[] = [null, ...holds];
const allStandings: readonly Standing[] = customerStatuses.flatMap((status) =>
  anyHold.map((hold) => ({ status, hold })),
);
const everyCase = allStandings.flatMap((standing) => allFacts.map((facts) => ({ standing, facts })));

const nothing: CustomerFacts = { identityVerified: false, taxIdVerified: false, sanctions: 'not_screened' };
const known: CustomerFacts = { identityVerified: true, taxIdVerified: false, sanctions: 'clear' };
const at = (status: CustomerStatus, hold: Hold | null = null): Standing => ({ status, hold });

/** What a status says of a customer is true, or the ladder has lied. */
function isBorne({ status }: Standing, { identityVerified, taxIdVerified, sanctions }: CustomerFacts): boolean {
  const level = levelOf(status);
  return (
    (level < levelOf('kyc') || identityVerified) &&
    (level < levelOf('ofac') || sanctions === 'clear') &&
    (level < levelOf('cip') || taxIdVerified)
  );
}

describe('the sanctions fact', () => {
  it.each([
    [[], 'not_screened'],
    [['clear', 'clear'], 'clear'],
    [['clear', 'pending'], 'pending'],
    [['clear', 'error', 'pending'], 'error'],
    [['cancelled', 'clear'], 'cancelled'],
    [['in_review', 'error'], 'in_review'],
    [['in_review', 'confirmed', 'clear'], 'confirmed'],
  ] as const)('of %j is %s', (states, fact) => {
    expect(sanctionsOf(states)).toBe(fact);
  });

  it('is clear only when all screenings are, whatever they are', () => {
    assert(
      property(array(constantFrom(...screeningStates)), (states) => {
        const isClear = states.length > 0 && states.every((state) => state === 'clear');
        expect(sanctionsOf(states) === 'clear').toBe(isClear);
      }),
    );
  });
});

describe('what results do', () => {
  it.each<[string, Standing, CustomerFacts, Standing]>([
    ['a clear screening alone does not raise', at('none'), { ...nothing, sanctions: 'clear' }, at('none')],
    ['an identity that is verified raises', at('none'), { ...nothing, identityVerified: true }, at('kyc')],
    ['both raise further', at('kyc'), known, at('ofac')],
    ['and the tax number to the top', at('none'), { ...known, taxIdVerified: true }, at('cip')],
    ['a tax number alone raises nobody', at('none'), { ...nothing, taxIdVerified: true }, at('none')],
    ['a hit asks for a review', at('cip'), { ...known, sanctions: 'in_review' }, at('review_required')],
    ['so does a screening that failed', at('ofac'), { ...known, sanctions: 'error' }, at('review_required')],
    ['and one that was cancelled', at('ofac'), { ...known, sanctions: 'cancelled' }, at('review_required')],
    ['a dismissed hit gives back what was', at('review_required'), known, at('ofac')],
    ['a screening under way takes away what rests on it', at('cip'), { ...known, sanctions: 'pending' }, at('kyc')],
    ['a true match rejects', at('cip'), { ...known, sanctions: 'confirmed' }, at('rejected')],
    ['also one whom a person holds', at('kyc', 'person'), { ...known, sanctions: 'confirmed' }, at('rejected')],
    ['what a person has put down stays down', at('review_required', 'person'), known, at('review_required', 'person')],
    ['or lower still', at('kyc', 'person'), { ...known, identityVerified: false }, at('none', 'person')],
    [
      'an edit is not over because the screening is clear',
      at('review_required', 'edit'),
      { ...nothing, sanctions: 'clear' },
      at('review_required', 'edit'),
    ],
    ['but when the identity is verified again', at('review_required', 'edit'), known, at('ofac')],
    ['nothing raises the rejected', at('rejected'), { ...known, taxIdVerified: true }, at('rejected')],
    ['nothing moves the dead', at('deceased'), { ...known, sanctions: 'confirmed' }, at('deceased')],
  ])('%s', (_, standing, facts, becomes) => {
    expect(movedByFacts(standing, facts)).toEqual(becomes);
  });

  it('in every case there is, leave a status that the facts bear, and the same again changes nothing', () => {
    for (const { standing, facts } of everyCase) {
      const moved = movedByFacts(standing, facts);
      expect({ standing, facts, borne: isBorne(moved, facts) || isEnd(standing.status) }).toMatchObject({
        borne: true,
      });
      expect(movedByFacts(moved, facts)).toEqual(moved);
      if (isEnd(standing.status)) expect(moved).toEqual(standing);
      if (standing.hold === 'person' && !isEnd(moved.status)) {
        expect(levelOf(moved.status)).toBeLessThanOrEqual(
          Math.max(levelOf(standing.status), levelOf('review_required')),
        );
      }
    }
  });

  it('that are unknown, pending, failed or cancelled never make a pass', () => {
    for (const { standing, facts } of everyCase) {
      if (facts.sanctions === 'clear') continue;
      expect(levelOf(movedByFacts(standing, facts).status)).toBeLessThan(levelOf('ofac'));
      for (const role of ['originator', 'receiver'] as const) {
        expect(unmetForRole(role, movedByFacts(standing, facts), facts)).toContain('sanctions_clear');
      }
    }
  });
});

describe('what verifications do', () => {
  const clear: CustomerFacts = { ...nothing, sanctions: 'clear' };
  const verified = (standing: Standing, facts: CustomerFacts, verdict: IdentityVerdict, level: VerificationLevel) => {
    const after = factsAfterVerification(facts, verdict, level);
    return { ...movedByVerification(standing, verdict, after), facts: after };
  };

  it.each<[string, Standing, CustomerFacts, IdentityVerdict, VerificationLevel, Standing]>([
    ['an approval raises to kyc', at('none'), nothing, 'approved', 'kyc', at('kyc')],
    ['and to ofac with a clear screening', at('none'), clear, 'approved', 'kyc', at('ofac')],
    ['and to cip with the number', at('none'), clear, 'approved', 'cip', at('cip')],
    [
      'not above a hit',
      at('review_required'),
      { ...clear, sanctions: 'in_review' },
      'approved',
      'cip',
      at('review_required'),
    ],
    ['it ends a review after an edit', at('review_required', 'edit'), clear, 'approved', 'kyc', at('ofac')],
    ['it ends what a decline held', at('review_required', 'declined'), clear, 'approved', 'kyc', at('ofac')],
    [
      'not what a person holds',
      at('review_required', 'person'),
      clear,
      'approved',
      'cip',
      at('review_required', 'person'),
    ],
    ['nor an end', at('rejected'), clear, 'approved', 'cip', at('rejected')],
    ['a decline asks for a review', at('none'), clear, 'declined', 'kyc', at('review_required', 'declined')],
    [
      'also of who was verified before',
      at('cip'),
      { ...known, taxIdVerified: true },
      'declined',
      'kyc',
      at('review_required', 'declined'),
    ],
    [
      'and leaves a true match where it is',
      at('rejected'),
      { ...clear, sanctions: 'confirmed' },
      'declined',
      'kyc',
      at('rejected'),
    ],
    ['an open review asks for one', at('none'), clear, 'needs_review', 'kyc', at('review_required', 'in_review')],
    ['but who was verified before stays so meanwhile', at('ofac'), known, 'needs_review', 'cip', at('ofac')],
    ['it ends when nobody decides any more', at('review_required', 'in_review'), clear, 'withdrawn', 'kyc', at('none')],
    [
      'which ends no decline',
      at('review_required', 'declined'),
      clear,
      'withdrawn',
      'kyc',
      at('review_required', 'declined'),
    ],
  ])('%s', (_, standing, facts, verdict, level, becomes) => {
    expect(verified(standing, facts, verdict, level)).toMatchObject(becomes);
  });

  it('in every case there is, leave a status that the facts bear, and only an approval makes a fact true', () => {
    for (const { standing, facts } of everyCase) {
      for (const verdict of identityVerdicts) {
        for (const level of verificationLevels) {
          const { facts: after, ...moved } = verified(standing, facts, verdict, level);
          expect(isBorne(moved, after) || isEnd(standing.status)).toBe(true);
          expect(movedByFacts(moved, after)).toEqual(moved);
          if (isEnd(standing.status)) expect(moved).toEqual(standing);
          if (verdict === 'approved') continue;
          expect(after.identityVerified && !facts.identityVerified).toBe(false);
          expect(after.taxIdVerified && !facts.taxIdVerified).toBe(false);
          if (!facts.identityVerified || verdict === 'declined')
            expect(levelOf(moved.status)).toBeLessThan(levelOf('kyc'));
        }
      }
    }
  });

  it('that were declined hold a customer until its identity is verified, whatever comes of its screenings', () => {
    for (const { standing, facts } of everyCase.filter((each) => !isEnd(each.standing.status))) {
      const { facts: after, ...moved } = verified(standing, facts, 'declined', 'kyc');
      if (isEnd(moved.status)) continue;
      for (const sanctions of sanctionsStates.filter((state) => state !== 'confirmed')) {
        expect(movedByFacts(moved, { ...after, sanctions }).status).toBe('review_required');
      }
    }
  });
});

describe('an edit of who a customer is', () => {
  it('asks for a review of everybody but the rejected and the dead, and forgets no hold', () => {
    for (const standing of allStandings) {
      const hold = standing.hold === 'person' ? 'person' : 'edit';
      expect(movedByEdit(standing)).toEqual(isEnd(standing.status) ? standing : { status: 'review_required', hold });
    }
  });
});

describe('what people may do', () => {
  const wish = (to: CustomerStatus, actor = 'ana') => ({ to, actor });

  it.each<[CustomerStatus, CustomerFacts, readonly string[]]>([
    ['kyc', nothing, ['identity_verified']],
    ['ofac', nothing, ['identity_verified', 'sanctions_clear']],
    ['ofac', { ...known, sanctions: 'pending' }, ['sanctions_clear']],
    ['cip', known, ['tax_id_verified']],
    ['kyc', { ...known, sanctions: 'in_review' }, ['no_open_review']],
    ['none', { ...known, sanctions: 'error' }, ['no_open_review']],
  ])('%s is refused with what is missing', (to, facts, unmet) => {
    expect(judgeMove(at('review_required'), facts, wish(to), null)).toEqual({ unmet });
  });

  it('nobody leaves an end alone, nor by the capitals of the own id, nor because somebody else wanted something else', () => {
    for (const end of ['deceased', 'rejected'] as const) {
      expect(judgeMove(at(end), known, wish('ofac'), null)).toEqual({ proposed: 'ofac' });
      expect(judgeMove(at(end), known, wish('ofac', 'ANA'), wish('ofac'))).toEqual({ refusal: 'same-person' });
      expect(judgeMove(at(end), known, wish('ofac', 'bo'), wish('none'))).toEqual({ proposed: 'ofac' });
      expect(judgeMove(at(end), known, wish('ofac', 'bo'), wish('ofac'))).toEqual({ moved: at('ofac') });
    }
  });

  it('two people do not lift a match that is confirmed', () => {
    const facts = { ...known, sanctions: 'confirmed' } as const;
    expect(judgeMove(at('rejected'), facts, wish('none', 'bo'), wish('none'))).toMatchObject({
      unmet: ['no_true_match', 'no_open_review'],
    });
  });

  it.each<[CustomerFacts['sanctions'], CustomerStatus, boolean]>([
    ['pending', 'none', false],
    ['pending', 'kyc', false],
    ['in_review', 'review_required', false],
    ['cancelled', 'review_required', false],
    ['not_screened', 'none', false],
    ['error', 'none', false],
    ['error', 'review_required', true],
    ['pending', 'deceased', true],
  ])('two people move the rejected whose screening is %s to %s: %s', (sanctions, to, isMoved) => {
    const verdict = judgeMove(at('rejected'), { ...known, sanctions }, wish(to, 'bo'), wish(to));
    expect('moved' in verdict).toBe(isMoved);
  });

  it('whoever puts a customer below what the facts bear holds it there; whoever puts it where they bear it lets go', () => {
    expect(judgeMove(at('ofac'), known, wish('kyc'), null)).toEqual({ moved: at('kyc', 'person') });
    expect(judgeMove(at('kyc', 'person'), known, wish('ofac'), null)).toEqual({ moved: at('ofac') });
    expect(judgeMove(at('ofac'), known, wish('review_required'), null)).toEqual({
      moved: at('review_required', 'person'),
    });
  });

  it('in every case there is, a move is borne by the facts and stays when nothing else happens', () => {
    for (const { standing, facts } of everyCase) {
      for (const to of customerStatuses) {
        const verdict = judgeMove(standing, facts, wish(to, 'bo'), wish(to));
        if ('unmet' in verdict) {
          const unmet = unmetRequirements(to, facts);
          expect(verdict.unmet).toEqual(unmet.length > 0 ? unmet : ['sanctions_clear']);
        }
        if (!('moved' in verdict)) continue;
        expect(isBorne(verdict.moved, facts)).toBe(true);
        expect(movedByFacts(verdict.moved, facts)).toEqual(verdict.moved);
      }
    }
  });
});

describe('a life of moves, edits and results', () => {
  const step = record({
    facts: constantFrom(...allFacts),
    what: constantFrom('result', 'edit', 'wish'),
    to: constantFrom(...customerStatuses),
    actor: constantFrom('ana', 'Ana', 'bo'),
    isAgreed: boolean(),
  });

  it('never ends above its facts, and leaves an end only by two people', () => {
    assert(
      property(array(step, { maxLength: 30 }), (steps) => {
        let standing: Standing = at('none');
        for (const { facts, what, to, actor, isAgreed } of steps) {
          const before = standing;
          const verdict = judgeMove(standing, facts, { to, actor }, isAgreed ? { to, actor: 'ana' } : null);
          if (what === 'edit') standing = movedByEdit(standing);
          else if (what === 'wish' && 'moved' in verdict) standing = verdict.moved;
          const isByTwo = what === 'wish' && isAgreed && actor === 'bo';
          if (isEnd(before.status) && standing.status !== before.status) expect(isByTwo).toBe(true);
          standing = movedByFacts(standing, facts);
          expect(isBorne(standing, facts)).toBe(true);
        }
      }),
    );
  });
});

describe('eligibility', () => {
  it.each<[string, 'originator' | 'receiver', Standing, CustomerFacts, readonly string[]]>([
    ['who is known and clear may send', 'originator', at('ofac'), known, []],
    ['and be sent money', 'receiver', at('ofac'), known, []],
    ['who is only clear may be sent money', 'receiver', at('none'), { ...nothing, sanctions: 'clear' }, []],
    ['but not send', 'originator', at('none'), { ...nothing, sanctions: 'clear' }, ['identity_verified']],
    ['nobody is screened by being new', 'receiver', at('none'), nothing, ['sanctions_clear']],
    ['a review has to be over', 'receiver', at('review_required', 'person'), known, ['review_finished']],
    ['as for senders', 'originator', at('review_required', 'edit'), known, ['review_finished']],
    ['who is kept at kyc may not send', 'originator', at('kyc', 'person'), known, ['review_finished']],
    ['nor be sent money when a person has put it down', 'receiver', at('none', 'person'), known, ['review_finished']],
    ['the rejected may nothing', 'receiver', at('rejected'), known, ['not_rejected']],
    ['nor the dead', 'originator', at('deceased'), known, ['not_deceased']],
  ])('%s', (_, role, standing, facts, unmet) => {
    expect(unmetForRole(role, standing, facts)).toEqual(unmet);
  });

  it('of a sender takes at least ofac, and of nobody at or below review', () => {
    for (const { standing, facts } of everyCase) {
      if (unmetForRole('originator', standing, facts).length > 0) continue;
      expect(levelOf(standing.status)).toBeGreaterThanOrEqual(levelOf('ofac'));
    }
    for (const { standing, facts } of everyCase) {
      if (unmetForRole('receiver', standing, facts).length > 0) continue;
      expect(['deceased', 'rejected', 'review_required']).not.toContain(standing.status);
    }
  });
});
