import { Cancelled, Completed, RescreeningPlanning, Waiting } from '@bonafide/jobs';
import type { RescreeningPlanner } from '@bonafide/screening';
import { performJob } from '@bonafide/testing';

import { RescreeningPlanningProcessor } from './rescreening-planning.processor';

type Plan = Awaited<ReturnType<RescreeningPlanner['plan']>>;

const payload = { rescreeningId: 'rsc_01kaf3s8h4e0qv8dpz2j9r7n5c' };

const perform = (plan: Plan, { asked = [] as string[], attempt = 1 } = {}) => {
  const planner = { plan: async (id: string) => (asked.push(id), plan) } as unknown as RescreeningPlanner;
  return performJob(RescreeningPlanning, new RescreeningPlanningProcessor(planner), payload, { attempt });
};

describe('the rescreening planning processor', () => {
  it('completes with the plan of the run that it was asked for', async () => {
    const asked: string[] = [];
    const result = { listSetId: 'lst_1', revision: '7', entries: null, parts: [] };
    const outcome = await perform({ result }, { asked });
    expect(outcome).toBeInstanceOf(Completed);
    expect((outcome as Completed<object>).result).toBe(result);
    expect(asked).toEqual([payload.rescreeningId]);
  });

  it('waits while another run comes first, or a list is missing, and longer the longer it has to', async () => {
    const untils = [];
    for (const attempt of [1, 3, 1_000]) {
      const outcome = await perform('not-yet', { attempt });
      expect(outcome).toBeInstanceOf(Waiting);
      untils.push((outcome as Waiting).until.getTime() - Date.now());
    }
    const [first = 0, third = 0, last = 0] = untils;
    expect(first < third && third < last && last <= 15_000).toBe(true);
  });

  it.each([
    ['ended', 'rescreening-ended'],
    ['list-not-screened', 'list-not-screened'],
  ] as const)('does nothing about one that is %s', async (plan, reasonCode) => {
    expect(await perform(plan)).toEqual(new Cancelled(reasonCode));
  });
});
