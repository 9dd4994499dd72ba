import { join } from 'node:path';

import { Completed, OfacScreening, type OfacScreeningPayload, type OfacScreeningResult, Waiting } from '@bonafide/jobs';
import { type ActiveLists, type EngineHit, type ReadyLists, ScreeningThreads } from '@bonafide/screening';
import { performJob, projectRoot, sandboxListDirectory } from '@bonafide/testing';

import { OfacScreeningProcessor } from './ofac-screening.processor';

const listSetId = 'lst_01kaf3s8h4e0qv8dpz2j9r7n5c';
const checkedAt = new Date('2026-01-02T03:04:05Z');

const aPerson = (more: Partial<OfacScreeningPayload>): OfacScreeningPayload => ({
  type: 'person',
  name: 'Wilhelmina Butterworth',
  alternativeNames: [],
  countries: [],
  identifications: [],
  addresses: [],
  threshold: 0.85,
  ...more,
});

describe('the OFAC screening processor', () => {
  let ready: ReadyLists;

  beforeAll(async () => {
    const script = join(projectRoot, 'dist/libs/screening/src/threads/thread-main.js');
    const threads = await ScreeningThreads.start({ threads: 1, lists: [sandboxListDirectory], script });
    ready = { listSetId, publications: [], checkedAt, threads };
  });

  afterAll(() => ready.threads.stop());

  const screen = (payload: Partial<OfacScreeningPayload>, lists: ReadyLists | null = ready) => {
    const use: ActiveLists['use'] = async (work) => (lists === null ? null : work(lists));
    return performJob(OfacScreening, new OfacScreeningProcessor({ use } as ActiveLists), aPerson(payload));
  };

  async function resultOf(payload: Partial<OfacScreeningPayload>): Promise<OfacScreeningResult> {
    const outcome = await screen(payload);
    if (outcome instanceof Completed) return outcome.result;
    throw new Error('The screening was not completed.');
  }

  it('finds a listed person and says on which list, how and why', async () => {
    const result = await resultOf({ name: 'Ilmar Quenby Varnostra', birthDate: '1961-03-14' });
    const { engineVersion, configurationHash } = ready.threads.description;
    expect(result).toMatchObject({ listSetId, listsCheckedAt: checkedAt, engineVersion, configurationHash });
    expect(result.hits[0]).toMatchObject({ list: 'us-ofac-sdn', entryId: '900001', score: 1 });
    expect(result.truncated).toBe(false);
    expect((result.hits[0]!.evidence as EngineHit).explanation).toContain('birth date agrees');
  });

  it('completes without hits when nobody listed has such a name', async () => {
    expect((await resultOf({})).hits).toEqual([]);
  });

  it.each(['ʔʕ', 'Ƹ Ɂ'])('fails, and clears nobody, for a name in letters that it cannot read: %s', async (name) => {
    await expect(screen({ name })).rejects.toMatchObject({ name: 'PermanentError', code: 'name-not-comparable' });
    expect((await resultOf({ name, alternativeNames: ['Ilmar Quenby Varnostra'] })).hits).toHaveLength(1);
  });

  it('waits, and clears nobody, while there is no list', async () => {
    const outcome = await screen({}, null);
    expect(outcome).toBeInstanceOf(Waiting);
    const delayMs = (outcome as Waiting).until.getTime() - Date.now();
    expect(delayMs).toBeGreaterThan(3_000);
    expect(delayMs).toBeLessThanOrEqual(5_000);
  });

  it('keeps the best hundred hits, and says whether there were more', async () => {
    const { hits, ...found } = await ready.threads.screen(
      { ...aPerson({ name: 'Ilmar Quenby Varnostra' }), addresses: [] },
      { threshold: 0.85, limit: 1 },
    );
    const finding = (count: number): ReadyLists => ({
      ...ready,
      threads: Object.assign(Object.create(ready.threads) as ScreeningThreads, {
        screen: async (_: unknown, { limit }: { limit: number }) => ({
          ...found,
          hits: Array<EngineHit>(Math.min(count, limit)).fill(hits[0]!),
          ...(count > limit && { truncated: true }),
        }),
      }),
    });
    const results = await Promise.all([100, 101, 5_000].map((count) => screen({}, finding(count))));
    expect(results.map((outcome) => (outcome as Completed<OfacScreeningResult>).result)).toMatchObject([
      { truncated: false, hits: { length: 100 } },
      { truncated: true, hits: { length: 100 } },
      { truncated: true, hits: { length: 100 } },
    ]);
  });

  it('goes by the threshold of the request', async () => {
    const misspelt = { name: 'Ilmer Quenbi Varnostre' };
    expect((await resultOf({ ...misspelt, threshold: 0.7 })).hits).toHaveLength(1);
    expect((await resultOf({ ...misspelt, threshold: 1 })).hits).toEqual([]);
  });

  it('goes by the threshold of the list where it has one, and by that for all lists in payloads of older versions', async () => {
    const misspelt = { name: 'Ilmer Quenbi Varnostre', threshold: 0.7 };
    expect((await resultOf({ ...misspelt, listThresholds: { 'us-ofac-sdn': 0.95 } })).hits).toEqual([]);
    expect((await resultOf({ ...misspelt, listThresholds: { 'un-security-council': 0.95 } })).hits).toHaveLength(1);
    expect(
      (await resultOf({ name: misspelt.name, threshold: 1, listThresholds: { 'us-ofac-sdn': 0.7 } })).hits,
    ).toHaveLength(1);
    expect('listThresholds' in aPerson(misspelt)).toBe(false);
    expect((await resultOf(misspelt)).hits).toHaveLength(1);
  });

  it('says which words it could not read and whether hits were cut off', async () => {
    const result = await resultOf({ name: 'Ilmar ʔʕ Varnostra', threshold: 0.7 });
    expect(result).toMatchObject({ truncated: false, unreadableWords: ['ʔʕ'] });
    expect((result.hits[0]!.evidence as EngineHit).band).not.toBe('none');
  });

  it('compares the country of an address as well', async () => {
    const { hits } = await resultOf({ name: 'Wendelin Smoltkraft', addresses: [{ city: 'Bremen', country: 'DE' }] });
    expect((hits[0]!.evidence as EngineHit).parts.country).toMatchObject({ outcome: 'agrees', subject: 'DE' });
  });

  it('says as what a country agrees, and takes a range of birth dates', async () => {
    const { hits } = await resultOf({
      name: 'Ilmar Quenby Varnostra',
      birthDate: '1960/1962',
      residenceCountries: ['US'],
      birthCountry: 'GE',
    });
    const { parts } = hits[0]!.evidence as EngineHit;
    expect(parts.country?.agreements).toContainEqual({ country: 'GE', subject: 'birth', listed: 'birthplace' });
    expect(parts.birthDate).toMatchObject({ outcome: 'agrees', subject: '1960/1962', listed: '1961-03-14' });
  });
});
