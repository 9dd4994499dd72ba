import type { Decision } from './disposition';
import { type HitToDecide, judgeDecision } from './disposition-rules';
import { hitStates } from './hit-state';

const pending: HitToDecide = { state: 'pending_review', first: null, submittedBy: null, submittedWith: null };
const awaiting = (actor: string, decision: Decision): HitToDecide => ({
  ...pending,
  state: 'awaiting_second_review',
  first: { actor, decision },
});
const by = (actor: string, decision: Decision = 'dismiss', apiKeyId = 'key_1') => ({ actor, apiKeyId, decision });
const single = { dispositionReview: 'single', submitterMayDecide: true } as const;
const fourEyes = { dispositionReview: 'second_person', submitterMayDecide: true } as const;
const outsiders = { dispositionReview: 'single', submitterMayDecide: false } as const;

describe('a decision about a hit', () => {
  it.each([
    ['dismiss', 'dismissed'],
    ['confirm', 'confirmed'],
  ] as const)('to %s is final where one person is enough', (decision, to) => {
    expect(judgeDecision(pending, by('ana', decision), single)).toEqual({ to });
  });

  it.each(['dismiss', 'confirm'] as const)('to %s waits for a second person where four eyes are wanted', (decision) => {
    expect(judgeDecision(pending, by('ana', decision), fourEyes)).toEqual({ to: 'awaiting_second_review' });
  });

  it('is final when the second person agrees, and begins anew when not', () => {
    expect(judgeDecision(awaiting('ana', 'dismiss'), by('ben', 'dismiss'), fourEyes)).toEqual({ to: 'dismissed' });
    expect(judgeDecision(awaiting('ana', 'confirm'), by('ben', 'confirm'), fourEyes)).toEqual({ to: 'confirmed' });
    expect(judgeDecision(awaiting('ana', 'dismiss'), by('ben', 'confirm'), fourEyes)).toEqual({ to: 'pending_review' });
    expect(judgeDecision(awaiting('ana', 'confirm'), by('ben', 'dismiss'), fourEyes)).toEqual({ to: 'pending_review' });
  });

  it.each(['ana', 'ANA', 'Ana'])('does not count when %s, who decided first, decides again', (actor) => {
    for (const decision of ['dismiss', 'confirm'] as const) {
      expect(judgeDecision(awaiting('ana', 'dismiss'), by(actor, decision), fourEyes)).toEqual({
        refusal: { why: 'same-person', state: 'awaiting_second_review' },
      });
    }
  });

  it('needs the second person that it was begun with, though one is enough by now', () => {
    expect(judgeDecision(awaiting('ana', 'dismiss'), by('ana'), single)).toHaveProperty('refusal.why', 'same-person');
    expect(judgeDecision(awaiting('ana', 'dismiss'), by('ben'), single)).toEqual({ to: 'dismissed' });
  });

  it.each([
    ['the person', { ...pending, submittedBy: 'Ana', submittedWith: 'key_2' }],
    ['the API key', { ...pending, submittedBy: 'ben', submittedWith: 'key_1' }],
    ['the person, as the second', { ...awaiting('ben', 'dismiss'), submittedBy: 'ana', submittedWith: 'key_2' }],
  ])('does not count from %s that submitted, where another has to decide', (_, hit) => {
    expect(judgeDecision(hit, by('ana'), outsiders)).toHaveProperty('refusal.why', 'submitter');
    expect(judgeDecision(hit, by('ana'), single)).toHaveProperty('to');
    expect(judgeDecision(hit, by('eve', 'dismiss', 'key_3'), outsiders)).toHaveProperty('to');
  });

  it('changes nothing once the state is final', () => {
    for (const state of hitStates.filter((each) => !/pending|awaiting/.test(each))) {
      expect(judgeDecision({ ...pending, state }, by('ana'), single)).toEqual({ refusal: { why: 'final', state } });
    }
  });
});
