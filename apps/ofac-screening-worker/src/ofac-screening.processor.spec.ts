import { Completed, OfacScreening, type OfacScreeningPayload, type OfacScreeningResult, Waiting } from '@bonafide/jobs';
import {
  type EngineHit,
  EntryFingerprints,
  type PublicationSnapshot,
  readListDirectory,
  ScreeningEngine,
} from '@bonafide/screening';
import { performJob, sandboxListDirectory } from '@bonafide/testing';

import type { ActiveList, ReadyList } from './active-list.service';
import { OfacScreeningProcessor } from './ofac-screening.processor';

const publicationId = 'pub_01kaf3s8h4e0qv8dpz2j9r7n5c';

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
  let ready: ReadyList;

  beforeAll(() => {
    const [list] = readListDirectory(sandboxListDirectory).publications;
    if (list === undefined) throw new Error('The made-up list is not there.');
    const publication = { id: publicationId } as unknown as PublicationSnapshot;
    ready = {
      publication,
      engine: ScreeningEngine.build(list.entries),
      fingerprints: new EntryFingerprints(list.entries),
    };
  });

  const screen = (payload: Partial<OfacScreeningPayload>, list: ReadyList | null = ready) =>
    performJob(OfacScreening, new OfacScreeningProcessor({ current: () => list } as ActiveList), aPerson(payload));

  async function resultOf(payload: Partial<OfacScreeningPayload>): Promise<OfacScreeningResult> {
    const outcome = await screen(payload);
    if (outcome instanceof Completed) return outcome.result;
    throw new Error('The screening was not completed.');
  }

  it('finds a listed person and says on which list, how and why', async () => {
    const result = await resultOf({ name: 'Ilmar Quenby Varnostra', birthDate: '1961-03-14' });
    const { version, configurationHash } = ready.engine;
    expect(result).toMatchObject({ publicationId, engineVersion: version, configurationHash });
    expect(result.hits[0]).toMatchObject({ list: 'us-ofac-sdn', entryId: '900001', score: 1 });
    expect(result.hits[0]!.entryFingerprint).toMatch(/^[0-9a-f]{64}$/);
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
    const found = ready.engine.screen(
      { ...aPerson({ name: 'Ilmar Quenby Varnostra' }), addresses: [] },
      { threshold: 0.85, limit: 1 },
    );
    const [hit] = found.hits;
    const finding = (count: number): ReadyList => ({
      ...ready,
      engine: Object.assign(Object.create(ready.engine) as ScreeningEngine, {
        screen: (_: unknown, { limit }: { limit: number }) => ({
          ...found,
          hits: Array<EngineHit>(Math.min(count, limit)).fill(hit!),
          truncated: count > limit,
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

  it('says which words it could not read and whether hits were cut off', async () => {
    const result = await resultOf({ name: 'Ilmar ʔʕ Varnostra', threshold: 0.7 });
    expect(result).toMatchObject({ truncated: false, unreadableWords: ['ʔʕ'] });
    expect((result.hits[0]!.evidence as EngineHit).band).not.toBe('none');
  });

  it('compares the country of an address as well', async () => {
    const { hits } = await resultOf({ name: 'Wendelin Smoltkraft', addresses: [{ city: 'Bremen', country: 'DE' }] });
    expect((hits[0]!.evidence as EngineHit).parts.country).toMatchObject({ outcome: 'agrees', subject: 'DE' });
  });
});
