import { Cancelled, Completed, RescreeningPart, Waiting } from '@bonafide/jobs';
import { ActiveLists, ChangedLists, PartScreening, RescreeningRuns } from '@bonafide/screening';
import { performJob } from '@bonafide/testing';

import { RescreeningPartProcessor } from './rescreening-part.processor';

const delta = {
  id: 'rsc_1',
  kind: 'delta',
  state: 'running',
  list: 'us-ofac-sdn',
  fromPublicationId: 'pub_1',
  toPublicationId: 'pub_2',
  listSetId: 'lst_1',
};
const full = { ...delta, kind: 'full', list: null, fromPublicationId: null, toPublicationId: null };
const result = { screened: 1 };

/** A processor for a part, and what it was asked to screen against. */
function processorFor(part: object | null, { hasLists = true } = {}) {
  const against: unknown[] = [];
  const like = <T extends object>(type: { readonly prototype: T }, methods: object): T =>
    Object.assign(Object.create(type.prototype as object) as T, methods);
  const processor = new RescreeningPartProcessor(
    like(RescreeningRuns, { findPart: async () => part }),
    like(PartScreening, {
      screen: async (_: unknown, lists: unknown) => {
        against.push(lists);
        return result;
      },
    }),
    like(ChangedLists, {
      use: (change: object, work: (lists: unknown) => Promise<unknown>) => work({ change }),
    }),
    like(ActiveLists, {
      use: async (work: (lists: unknown) => Promise<unknown>) => (hasLists ? work('the lists in use') : null),
    }),
  );
  return { against, perform: () => performJob(RescreeningPart, processor, { partId: 'rsp_1' }) };
}

describe('the rescreening part processor', () => {
  it('screens a part of a delta against what has changed', async () => {
    const { against, perform } = processorFor({ state: 'pending', run: delta });
    expect(await perform()).toEqual(new Completed(result));
    expect(against).toEqual([{ change: { list: 'us-ofac-sdn', from: 'pub_1', to: 'pub_2', listSetId: 'lst_1' } }]);
  });

  it('screens a part of a full run against the lists in use', async () => {
    const { against, perform } = processorFor({ state: 'pending', run: full });
    expect(await perform()).toEqual(new Completed(result));
    expect(against).toEqual(['the lists in use']);
  });

  it('waits, and passes nobody, while a list is missing', async () => {
    const { against, perform } = processorFor({ state: 'pending', run: full }, { hasLists: false });
    expect(await perform()).toBeInstanceOf(Waiting);
    expect(against).toEqual([]);
  });

  it.each([
    ['that is not there', null],
    ['that was settled', { state: 'completed', run: delta }],
    ['of a run that was cancelled', { state: 'pending', run: { ...delta, state: 'cancelled' } }],
  ])('screens nobody for a part %s', async (_, part) => {
    const { against, perform } = processorFor(part);
    expect(await perform()).toEqual(new Cancelled('rescreening-ended'));
    expect(against).toEqual([]);
  });
});
