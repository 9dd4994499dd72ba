import {
  type ApiAnswer,
  expectProblem,
  eventually,
  fileIn,
  type JobSummary,
  type Organization,
  type Page,
  peopleCsv,
  resultLines,
  type ScreeningFileDetails,
  Stack,
  Subscriber,
  uploadFile,
} from '@bonafide/testing';

jest.setTimeout(90_000);

describe('a screening file', () => {
  let stack: Stack;
  let acme: Organization;
  let subscriber: Subscriber;

  beforeAll(async () => {
    stack = await Stack.start({
      apps: ['api', 'dispatcher', 'bulk-screening-worker', 'webhook-delivery-worker'],
    });
    acme = await stack.newOrganization('Acme');
    subscriber = await Subscriber.register(acme.api, { eventTypes: ['screening_file.*'] });
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    await subscriber.stop();
  }, 30_000);

  const upload = (content: string, options?: Parameters<typeof uploadFile>[2]) =>
    uploadFile(acme.api, content, options);
  const eventsAbout = (id: string) => subscriber.receiver.about(id).map(({ event }) => event);

  /** Nothing is dispatched while the work is done. */
  async function undispatched<Result>(work: () => Promise<Result>): Promise<Result> {
    await stack.process('dispatcher').stop(12_000);
    try {
      return await work();
    } finally {
      await stack.startApp('dispatcher');
    }
  }

  /** The jobs of the file's parts, in the order of its rows. */
  const jobsOf = async (fileId: string): Promise<readonly string[]> =>
    (
      await stack.database.query<{ id: string }>(
        'SELECT job_id AS id FROM screening_file_parts WHERE file_id = $1 ORDER BY number',
        [fileId],
      )
    ).map(({ id }) => id);

  it('gets a line for each row, in its order, and its owner is told once', async () => {
    const { status, headers, body } = await upload(peopleCsv(4_500));
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/v1/screening-files/${body.id}`);
    expect(body).toMatchObject({ state: 'processing', format: 'csv', threshold: 0.8, limit: 10 });
    expect(body.rows).toEqual({ total: 4_500, done: 0, withHits: 0, errors: 0 });

    const file = await fileIn(acme.api, 'completed', body.id);
    expect(file.rows).toEqual({ total: 4_500, done: 4_500, withHits: 45, errors: 0 });
    expect(file).toMatchObject({ hitCount: 45, errorCode: null, lists: [{ id: 'us-ofac-sdn' }] });
    expect(file.engines).toHaveLength(1);
    expect(Date.now() - new Date(file.listsCheckedAt ?? 0).getTime()).toBeLessThan(120_000);

    const lines = await resultLines(acme.api, body.id);
    expect(lines.map(({ id }) => id)).toEqual(Array.from({ length: 4_500 }, (_, index) => `c-${index + 1}`));
    const withHits = lines.filter(({ hits }) => hits?.length !== 0);
    expect(withHits).toHaveLength(45);
    expect(withHits[0]).toMatchObject({ id: 'c-100', hits: [{ list: 'us-ofac-sdn', entryId: '900001' }] });

    await eventually(() => eventsAbout(body.id).length > 0);
    expect(eventsAbout(body.id)).toMatchObject([
      { type: 'screening_file.completed', data: { state: 'completed', sequence: 1, object: 'screening_file' } },
    ]);
    const { body: events } = await acme.api.get<Page<object>>(`/v1/events?objectId=${body.id}`);
    expect(events.data).toHaveLength(1);
  });

  it('may be NDJSON, with a threshold and a number of hits of its own', async () => {
    const rows = [
      { id: 'a', name: 'Ilmer Quenbi Varnostre', type: 'person' },
      { id: 'b', first_name: 'Wenna', last_name: 'Tolbrick' },
    ];
    const content = rows.map((row) => JSON.stringify(row)).join('\n');
    const headers = { 'content-type': 'application/x-ndjson' };
    const [strict, lenient] = await Promise.all([
      upload(content, { headers, query: '?threshold=1' }),
      upload(content, { headers, query: '?threshold=0.7&limit=1' }),
    ]);
    expect(strict.body).toMatchObject({ format: 'ndjson', threshold: 1, limit: 10 });
    await fileIn(acme.api, 'completed', strict.body.id);
    expect(await resultLines(acme.api, strict.body.id)).toEqual([
      { id: 'a', hits: [] },
      { id: 'b', hits: [] },
    ]);
    await fileIn(acme.api, 'completed', lenient.body.id);
    expect(await resultLines(acme.api, lenient.body.id)).toMatchObject([
      { id: 'a', hits: [{ entryId: '900001' }] },
      { id: 'b', hits: [] },
    ]);
  });

  it('whose rows are broken says so in the lines of those rows, and screens the others', async () => {
    const content = Buffer.from(
      'id,name,birth_date,phone\n1,Ilmar Quenby Varnostra,1961-03-14,\n2,,,\n3,Jane Roe,31/12/1970,\n' +
        '4,"Jane Roe,,\n5,Jane \xff Roe,,\n6,Jane Roe,,,,\n7,Jane Roe,,\n',
      'latin1',
    );
    const { body } = await acme.api.post<ScreeningFileDetails>('/v1/screening-files', content, {
      'content-type': 'text/csv; charset=utf-8',
    });
    const file = await fileIn(acme.api, 'completed', body.id);
    expect(file.rows).toEqual({ total: 7, done: 7, withHits: 1, errors: 5 });
    expect(file.unusedColumns).toEqual(['phone']);
    const lines = await resultLines(acme.api, body.id);
    expect(lines.map(({ id, error, hits }) => [id, error?.code ?? hits?.length])).toEqual([
      ['1', 1],
      ['2', 'name-missing'],
      ['3', 'invalid-birth-date'],
      ['4', 'broken-quotes'],
      ['5', 'not-utf-8'],
      ['6', 'field-count'],
      ['7', 0],
    ]);
  });

  it('has no result before it is whole, and rows are kept no longer than they are needed', async () => {
    const id = await undispatched(async () => {
      const { body } = await upload(peopleCsv(1_200));
      const answer = await acme.api.get(`/v1/screening-files/${body.id}/result?partial=true`);
      expect(expectProblem(answer, 409, 'state-conflict').detail).toMatch(/processing.*when it is completed/);
      expectProblem(await acme.api.delete(`/v1/screening-files/${body.id}`), 409, 'state-conflict');
      return body.id;
    });
    const inputs = () =>
      stack.database.query('SELECT 1 FROM screening_file_parts WHERE file_id = $1 AND input IS NOT NULL', [id]);
    await fileIn(acme.api, 'completed', id);
    expect(await inputs()).toEqual([]);
    const answer = await acme.api.get(`/v1/screening-files/${id}/result`);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect(answer.headers.get('content-disposition')).toContain(`${id}.ndjson`);
  });

  it('whose result breaks off in the middle does not look whole', async () => {
    const { body } = await upload(peopleCsv(2_500));
    await fileIn(acme.api, 'completed', body.id);
    await stack.database.query('DELETE FROM screening_file_parts WHERE file_id = $1 AND number = 3', [body.id]);
    await expect(acme.api.get(`/v1/screening-files/${body.id}/result`)).rejects.toThrow();
  });

  it('can be cancelled: what nobody has begun with is removed, and is not taken for screened', async () => {
    const { body } = await undispatched(async () => {
      const uploaded = await upload(peopleCsv(2_500));
      const [first] = await jobsOf(uploaded.body.id);
      // The last two of the three parts wait.
      await stack.database.query(
        `UPDATE jobs SET run_at = now() + interval '1 hour' WHERE type = 'screening-file-part' AND state = 'accepted' AND id <> $1`,
        [first],
      );
      return uploaded;
    });
    const path = `/v1/screening-files/${body.id}`;
    await eventually(async () => (await acme.api.get<ScreeningFileDetails>(path)).body.rows.done === 1_000);
    const cancelled = await acme.api.post<ScreeningFileDetails>(`${path}/cancel`);
    expect(cancelled.status).toBe(202);
    expect(cancelled.body).toMatchObject({ state: 'cancelled', rows: { total: 2_500, done: 1_000 } });
    const inputs = 'SELECT 1 FROM screening_file_parts WHERE file_id = $1 AND input IS NOT NULL';
    expect(await stack.database.query(inputs, [body.id])).toEqual([]);
    const jobs = await stack.operator.get<Page<JobSummary>>('/v1/jobs?type=screening-file-part&state=cancelled');
    expect(jobs.body.data).toHaveLength(2);

    expect(expectProblem(await acme.api.get(`${path}/result`), 409, 'state-conflict').detail).toContain('partial=true');
    const lines = await resultLines(acme.api, body.id, '?partial=true');
    expect(lines).toHaveLength(2_500);
    expect(lines.filter(({ error }) => error?.code === 'not-screened')).toHaveLength(1_500);
    expect(lines[1_000]).toMatchObject({ id: '1001', row: 1_001, error: { code: 'not-screened' } });
    await eventually(() => eventsAbout(body.id).length > 0);
    expect(eventsAbout(body.id).map(({ type }) => type)).toEqual(['screening_file.cancelled']);
    expectProblem(await acme.api.post(`${path}/cancel`), 409, 'state-conflict');

    // A part that was cancelled cannot be tried again: its rows are gone.
    await stack.operator.post(`/v1/jobs/${jobs.body.data[0]!.id}/retry`);
    await eventually(async () => {
      const job = await stack.operator.get<{ state: string; error: { code: string } | null }>(
        `/v1/jobs/${jobs.body.data[0]!.id}`,
      );
      return job.body.state === 'cancelled' && job.body.error?.code === 'part-gone';
    });
    expect((await acme.api.get<ScreeningFileDetails>(path)).body.state).toBe('cancelled');
  });

  it('of which a part was given up has failed; the rest can be read, and an operator may try the part again', async () => {
    const [body, job, payload] = await undispatched(async () => {
      const uploaded = await upload(peopleCsv(2_500));
      const [, second = ''] = await jobsOf(uploaded.body.id);
      const [stored] = await stack.database.query<{ payload: Buffer }>('SELECT payload FROM jobs WHERE id = $1', [
        second,
      ]);
      await stack.database.query('UPDATE jobs SET payload = NULL WHERE id = $1', [second]);
      return [uploaded.body, second, stored?.payload] as const;
    });
    const file = await fileIn(acme.api, 'failed', body.id);
    expect(file).toMatchObject({ errorCode: 'payload-gone', rows: { total: 2_500, done: 1_500 } });
    expectProblem(await acme.api.get(`/v1/screening-files/${body.id}/result`), 409, 'state-conflict');
    const ids = Array.from({ length: 2_500 }, (_, index) => `c-${index + 1}`);
    const partial = await resultLines(acme.api, body.id, '?partial=true');
    expect(partial.map(({ id }) => id)).toEqual(ids);
    expect(partial.filter(({ error }) => error?.code === 'not-screened')).toHaveLength(1_000);

    await stack.database.query('UPDATE jobs SET payload = $2 WHERE id = $1', [job, payload]);
    expect((await stack.operator.post(`/v1/jobs/${job}/retry`)).status).toBe(202);
    expect(await fileIn(acme.api, 'completed', body.id)).toMatchObject({
      errorCode: null,
      rows: { done: 2_500, withHits: 25, errors: 0 },
    });
    const lines = await resultLines(acme.api, body.id);
    expect(lines.map(({ id }) => id)).toEqual(ids);
    expect(lines.every(({ error }) => error === undefined)).toBe(true);
    await eventually(() => eventsAbout(body.id).length === 2);
    expect(
      eventsAbout(body.id)
        .map(({ type, data }) => [data.sequence, type])
        .sort(),
    ).toEqual([
      [1, 'screening_file.failed'],
      [2, 'screening_file.completed'],
    ]);
  });

  it('is gone for good when it is deleted', async () => {
    const { body } = await upload(peopleCsv(150));
    await fileIn(acme.api, 'completed', body.id);
    const path = `/v1/screening-files/${body.id}`;
    expect((await acme.api.delete(path)).status).toBe(204);
    for (const gone of [path, `${path}/result`]) expectProblem(await acme.api.get(gone), 404, 'not-found');
    expectProblem(await acme.api.delete(path), 404, 'not-found');
    for (const table of ['screening_files WHERE id', 'screening_file_parts WHERE file_id']) {
      expect(await stack.database.query(`SELECT 1 FROM ${table} = $1`, [body.id])).toEqual([]);
    }
    const audit = await stack.database.query<{ action: string }>(
      'SELECT action FROM audit_log WHERE subject_id = $1 ORDER BY id',
      [body.id],
    );
    expect(audit.map(({ action }) => action)).toEqual(['createScreeningFile', 'deleteScreeningFile']);
  });

  it('is listed page by page, by state', async () => {
    const page = (query: string): Promise<ApiAnswer<Page<ScreeningFileDetails>>> =>
      acme.api.get<Page<ScreeningFileDetails>>(`/v1/screening-files?${query}`);
    const first = await page('limit=2&state=completed');
    const second = await page(`limit=2&state=completed&cursor=${first.body.nextCursor ?? ''}`);
    const ids = [...first.body.data, ...second.body.data].map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(3);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    expect((await page('state=cancelled')).body.data).toHaveLength(1);
    expectProblem(await page('state=clear'), 400, 'invalid-parameter');
  });
});
