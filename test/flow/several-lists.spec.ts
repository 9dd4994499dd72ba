import { rmSync } from 'node:fs';

import { eventually, type Organization, sandboxListDirectory, Stack, writeUnList } from '@bonafide/testing';

jest.setTimeout(60_000);

interface Screening {
  readonly id: string;
  readonly state: string;
  readonly lists: readonly { readonly id: string; readonly publicationId: string }[];
  readonly listsCheckedAt: string | null;
  readonly hits: readonly { readonly list: string; readonly entryId: string; readonly score: number }[];
}

const ondrel = { id: '900', firstName: 'Ondrel', lastName: 'Vaskimo' };
/** The same person as on the made-up list of OFAC. */
const ilmar = { id: '901', firstName: 'Ilmar Quenby', lastName: 'Varnostra' };

describe('screening against several lists', () => {
  let stack: Stack;
  let acme: Organization;
  const directory = writeUnList([ondrel, ilmar]);

  beforeAll(async () => {
    stack = await Stack.start({
      apps: ['api', 'dispatcher', 'list-refresh-worker', 'ofac-screening-worker'],
      env: {
        LIST_DIRS: `${sandboxListDirectory},${directory}`,
        SCREENING_LISTS: 'us-ofac-sdn,un-security-council',
      },
    });
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  async function screen(name: string): Promise<Screening> {
    const { body } = await acme.api.post<Screening>('/v1/screenings', { name });
    return eventually(async () => {
      const screening = (await acme.api.get<Screening>(`/v1/screenings/${body.id}`)).body;
      return screening.state !== 'pending' && screening;
    });
  }

  it('finds an entry on whichever list it is, and says which lists were asked and how old they were', async () => {
    const { hits, lists, listsCheckedAt } = await screen('Ondrel Vaskimo');
    expect(hits).toMatchObject([{ list: 'un-security-council', entryId: 'TLi.900', score: 1 }]);
    expect(lists.map(({ id }) => id)).toEqual(['un-security-council', 'us-ofac-sdn']);
    expect(Date.now() - new Date(listsCheckedAt ?? 0).getTime()).toBeLessThan(120_000);
  });

  it('shows somebody who is on two lists twice', async () => {
    const { hits } = await screen('Ilmar Quenby Varnostra');
    const exact = hits.filter(({ score }) => score === 1).map(({ list }) => list);
    expect(exact.sort()).toEqual(['un-security-council', 'us-ofac-sdn']);
  });

  it('keeps of a screening what it was made against when one of the lists is followed by another', async () => {
    const before = await screen('Wilhelmina Butterworth');
    writeUnList([ondrel, ilmar, { id: '902', firstName: 'Wilhelmina', lastName: 'Butterworth' }], directory);
    await stack.operator.post('/v1/lists/un-security-council/refresh');
    const after = await eventually(
      async () => {
        const screening = await screen('Wilhelmina Butterworth');
        return screening.state === 'in_review' && screening;
      },
      { withinMs: 20_000 },
    );
    expect(after.hits).toMatchObject([{ list: 'un-security-council', entryId: 'TLi.902' }]);
    expect(after.lists[0]?.publicationId).not.toBe(before.lists[0]?.publicationId);
    expect(after.lists[1]?.publicationId).toBe(before.lists[1]?.publicationId);
    const { body } = await acme.api.get<Screening>(`/v1/screenings/${before.id}`);
    expect(body).toMatchObject({ state: 'clear', lists: before.lists });
  });
});
