import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  type ApiClient,
  eventually,
  expectProblem,
  type Page,
  sandboxListDirectory,
  Stack,
  Subscriber,
} from '@bonafide/testing';

import { confirmation, decide, dismissal, hitBy, hitOf, listed, screenedBy } from './hits-review';

interface Suppression {
  readonly id: string;
  readonly hitId: string;
  readonly dispositionId: string;
  readonly externalId: string | null;
  readonly entryId: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly revokedBy: string | null;
  readonly revocationComment: string | null;
}

describe('a hit that was dismissed', () => {
  let stack: Stack;
  let api: ApiClient;
  const directory = mkdtempSync(join(tmpdir(), 'bonafide-changed-list-'));

  beforeAll(async () => {
    stack = await Stack.start();
  }, 120_000);

  beforeEach(async () => {
    api = (await stack.newOrganization()).api;
  });

  afterAll(async () => {
    await stack.stop();
    rmSync(directory, { recursive: true });
  }, 30_000);

  const dismissed = async (body: object, change: object = {}) => {
    const hit = await hitBy(api, body);
    const answer = await decide(api, hit.id, { ...dismissal, ...change });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };

  const suppressions = async (query = '') =>
    (await api.get<Page<Suppression>>(`/v1/screening-suppressions${query}`)).body.data;

  it('is recorded and suppressed when the same subject is screened again, which is then clear', async () => {
    const subscriber = await Subscriber.register(api);
    const subject = { ...listed, birthDate: '1988-01-01', countries: ['US', 'GE'], externalId: 'applicant-1' };
    const { history } = await dismissed(subject);
    const again = await screenedBy(api, { ...subject, countries: ['GE', 'US'] });

    expect(again).toMatchObject({ state: 'clear', hitCount: 1, openHitCount: 0 });
    expect(again.hits).toMatchObject([{ state: 'suppressed', suppressedBy: history[0]!.id }]);
    expect(await hitOf(api, again.hits[0]!.id)).toMatchObject({
      state: 'suppressed',
      history: [],
      externalId: 'applicant-1',
    });
    const types = (id: string) => subscriber.receiver.about(id).map(({ event }) => event.type);
    await eventually(() => types(again.id).length > 0 && types(again.hits[0]!.id).length > 0);
    expect([types(again.id), types(again.hits[0]!.id)]).toEqual([['screening.clear'], ['screening.hit.suppressed']]);
    expectProblem(await decide(api, again.hits[0]!.id, confirmation), 409, 'state-conflict');
    await subscriber.stop();
  });

  it('is suppressed for the same words without an external id, and for nobody else', async () => {
    await dismissed(listed);
    expect((await screenedBy(api, listed)).state).toBe('clear');
    expect((await screenedBy(api, { ...listed, externalId: 'somebody' })).state).toBe('in_review');
    const other = (await stack.newOrganization()).api;
    expect((await screenedBy(other, listed)).state).toBe('in_review');
  });

  it('is suppressed for what was left out, null and an empty list alike', async () => {
    await dismissed({ ...listed, externalId: 'applicant-1' });
    const words = { externalId: 'applicant-1', nationalities: [], residenceCountries: null, birthCountry: null };
    expect((await screenedBy(api, { ...listed, ...words })).state).toBe('clear');
  });

  it.each([
    ['a country that is known to be the nationality', { nationalities: ['GE'] }],
    ['a range of birth dates', { birthDate: '1987/1989' }],
    ['another birth date', { birthDate: '1961-03-14' }],
    ['the name written in another way', { name: 'Varnostra, Ilmar Quenby' }],
    ['another alias', { alternativeNames: ['Elmar'] }],
    ['a document', { identifications: [{ type: 'passport', number: 'X1' }] }],
    ['another customer', { externalId: 'applicant-2' }],
    ['no external id', { externalId: null }],
  ])('comes back for %s', async (_, change) => {
    const subject = { ...listed, birthDate: '1988-01-01', externalId: 'applicant-1' };
    await dismissed(subject);
    const again = await screenedBy(api, { ...subject, ...change });
    expect(again.state).toBe('in_review');
    expect(again.hits).toMatchObject([{ state: 'pending_review', suppressedBy: null }]);
  });

  it('comes back when the list says something else of the entry, and then only that one', async () => {
    const [changed, same] = [
      { ...listed, externalId: 'a' },
      { type: 'person', name: 'Wendelin Smoltkraft', externalId: 'a' },
    ];
    const before = [await dismissed(changed), await dismissed(same)];
    cpSync(sandboxListDirectory, directory, { recursive: true });
    const file = join(directory, 'sdn.csv');
    writeFileSync(file, readFileSync(file, 'latin1').replace('DOB 14 Mar 1961', 'DOB 15 Mar 1961'), 'latin1');
    await stack.process('ofac-screening-worker').stop(12_000);
    const worker = await stack.startApp('ofac-screening-worker', 'changed', { LIST_DIRS: directory });
    try {
      const after = [await screenedBy(api, changed), await screenedBy(api, same)];
      expect(after.map(({ state }) => state)).toEqual(['in_review', 'clear']);
      const hits = await Promise.all(after.map(({ hits: [hit] }) => hitOf(api, hit!.id)));
      expect(hits[0]!.entryFingerprint).not.toBe(before[0]!.entryFingerprint);
      expect(hits[1]!.entryFingerprint).toBe(before[1]!.entryFingerprint);
    } finally {
      await worker.stop(12_000);
      await stack.startApp('ofac-screening-worker');
    }
  }, 60_000);

  it('comes back when the suppression has expired, and not before', async () => {
    await dismissed(listed, { suppressUntil: '2099-01-01T00:00:00Z' });
    expect((await screenedBy(api, listed)).state).toBe('clear');
    const [suppression] = await suppressions();
    expect(suppression).toMatchObject({ expiresAt: '2099-01-01T00:00:00.000Z' });
    await stack.database.query(`UPDATE screening_suppressions SET expires_at = now() WHERE id = $1`, [suppression!.id]);
    expect((await screenedBy(api, listed)).state).toBe('in_review');
    expect(await suppressions('?inForce=true')).toEqual([]);
    expect(await suppressions('?inForce=false')).toHaveLength(1);
  });

  it('is suppressed for as long as the more careful of two people says', async () => {
    await api.call('PUT', '/v1/screening-settings', {
      dispositionReview: 'second_person',
      submitterMayDecide: true,
      actor: 'officer-1',
      reason: 'Four eyes.',
    });
    const hit = await hitBy(api);
    await decide(api, hit.id, { ...dismissal, suppressUntil: '2098-01-01T00:00:00Z' });
    expect(await suppressions()).toEqual([]);
    await decide(api, hit.id, { ...dismissal, actor: 'ben', suppressUntil: '2099-01-01T00:00:00Z' });
    expect(await suppressions()).toMatchObject([{ expiresAt: '2098-01-01T00:00:00.000Z' }]);
  });

  it('comes back when somebody revokes the suppression, which is done once and stays on record', async () => {
    const { id, history } = await dismissed({ ...listed, externalId: 'applicant-1' });
    const [suppression] = await suppressions('?externalId=applicant-1&inForce=true&list=us-ofac-sdn');
    expect(suppression).toMatchObject({ hitId: id, dispositionId: history[0]!.id, revokedAt: null });
    const path = `/v1/screening-suppressions/${suppression!.id}`;
    const revocation = { actor: 'officer-1', comment: 'New evidence.' };
    const answers = await Promise.all([1, 2].map(() => api.post<Suppression>(`${path}/revoke`, revocation)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const revoked = (await api.get<Suppression>(path)).body;
    expect(revoked).toMatchObject({ revokedBy: 'officer-1', revocationComment: 'New evidence.' });
    expect(answers.find(({ status }) => status === 200)?.body).toEqual(revoked);
    expect((await screenedBy(api, { ...listed, externalId: 'applicant-1' })).state).toBe('in_review');
    expect((await hitOf(api, id)).state).toBe('dismissed');
    const audit = await stack.database.query('SELECT action, person FROM audit_log WHERE subject_id = $1', [
      revoked.id,
    ]);
    expect(audit).toEqual([{ action: 'revokeScreeningSuppression', person: 'officer-1' }]);
  });

  it('is suppressed by the newest of several dismissals, so that revoking it is enough', async () => {
    const [first, second] = [await hitBy(api), await hitBy(api)];
    await Promise.all([decide(api, first.id, dismissal), decide(api, second.id, dismissal)]);
    const found = await suppressions();
    expect(found).toHaveLength(1);
    await api.post(`/v1/screening-suppressions/${found[0]!.id}/revoke`, { actor: 'ana' });
    expect((await screenedBy(api, listed)).state).toBe('in_review');
  });

  it('begins to be suppressed anew after it has come back and was dismissed again', async () => {
    await dismissed(listed);
    const [old] = await suppressions();
    await api.post(`/v1/screening-suppressions/${old!.id}/revoke`, { actor: 'ana' });
    await dismissed(listed);
    expect((await screenedBy(api, listed)).state).toBe('clear');
    expect((await suppressions()).map(({ revokedAt }) => revokedAt === null)).toEqual([true, false]);
  });

  it('is never suppressed once the same subject was confirmed as this entry, whichever came first', async () => {
    const subject = { ...listed, externalId: 'applicant-1' };
    const [first, second, third] = [await hitBy(api, subject), await hitBy(api, subject), await hitBy(api, subject)];
    await decide(api, first.id, dismissal);
    expect(await suppressions('?inForce=true')).toHaveLength(1);
    await decide(api, second.id, confirmation);
    expect(await suppressions('?inForce=true')).toEqual([]);
    await decide(api, third.id, dismissal);
    expect(await suppressions('?inForce=true')).toEqual([]);
    expect((await screenedBy(api, subject)).state).toBe('in_review');
    const words = { ...subject, birthDate: '1961-03-14' };
    await dismissed(words);
    expect((await screenedBy(api, words)).state).toBe('in_review');
  });

  it('comes back while others of the same screening stay suppressed', async () => {
    const vessel = { type: 'vessel', name: 'Sand Falcon', threshold: 0.5, externalId: randomUUID() };
    const { hits } = await screenedBy(api, vessel);
    await decide(api, hits[0]!.id, dismissal);
    const again = await screenedBy(api, vessel);
    expect(again).toMatchObject({ state: 'in_review', hitCount: 2, openHitCount: 1 });
    expect(again.hits.map(({ state }) => state)).toEqual(['suppressed', 'pending_review']);
  });

  it('is not suppressed in a screening of an earlier version, of which no fingerprint is known', async () => {
    const hit = await hitBy(api);
    await stack.database.query('UPDATE screening_hits SET entry_fingerprint = NULL WHERE id = $1', [hit.id]);
    expect((await decide(api, hit.id, dismissal)).body.state).toBe('dismissed');
    expect(await suppressions()).toEqual([]);
    expect((await screenedBy(api, listed)).state).toBe('in_review');
  });

  it('leaves nothing in the database by which the subject could be known', async () => {
    await dismissed(listed);
    const [row] = await stack.database.query<{ row: string; bytes: number }>(
      `SELECT row::text AS row, octet_length(subject_fingerprint) AS bytes FROM screening_suppressions AS row
       ORDER BY id DESC LIMIT 1`,
    );
    expect(row!.bytes).toBe(32);
    expect(row!.row).not.toMatch(/varnostra/i);
    const same = (await stack.newOrganization()).api;
    await decide(same, (await hitBy(same)).id, dismissal);
    const prints = await stack.database.query<{ print: string }>(
      `SELECT encode(subject_fingerprint, 'hex') AS print FROM screening_suppressions ORDER BY id DESC LIMIT 2`,
    );
    expect(prints[0]!.print).not.toBe(prints[1]!.print);
  });
});
