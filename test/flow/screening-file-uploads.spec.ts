import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';

import { freePorts } from '@bonafide/local-servers';
import {
  eventually,
  expectProblem,
  fileIn,
  type Organization,
  type Page,
  peopleCsv,
  resultLines,
  type ScreeningFileDetails,
  Stack,
  uploadFile,
} from '@bonafide/testing';

import { changeThresholds } from './backtested-thresholds';

jest.setTimeout(90_000);

const MAX_BYTES = 400_000;
const MAX_ROWS = 5_000;

describe('the upload of a screening file', () => {
  let stack: Stack;
  let acme: Organization;

  beforeAll(async () => {
    stack = await Stack.start({
      apps: ['api', 'dispatcher', 'bulk-screening-worker'],
      env: { SCREENING_FILE_MAX_BYTES: String(MAX_BYTES), SCREENING_FILE_MAX_ROWS: String(MAX_ROWS) },
    });
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  const upload = (content: string, options?: Parameters<typeof uploadFile>[2]) =>
    uploadFile(acme.api, content, options);
  const count = async (table: string): Promise<number> =>
    (await stack.database.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${table}`))[0]?.count ?? -1;
  const nothingIsLeft = async (): Promise<void> => {
    const [files, parts] = [await count('screening_files'), await count('screening_file_parts')];
    expect({ files, parts }).toEqual({ files: 0, parts: 0 });
  };

  /** An upload that has begun and whose bytes the test sends one by one. */
  function begin(
    headers: Record<string, string> = {},
    port: string | number = new URL(acme.api.baseUrl).port,
    query = '',
  ) {
    const request = httpRequest({
      hostname: '127.0.0.1',
      port,
      method: 'POST',
      path: `/v1/screening-files${query}`,
      headers: { authorization: `Bearer ${acme.api.apiKey!}`, 'content-type': 'text/csv', ...headers },
    });
    request.on('error', () => undefined);
    const answer = new Promise<{ status: number; body: string }>((resolve) => {
      request.on('response', (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
    });
    return { request, answer };
  }

  const [header = '', ...rows] = peopleCsv(3_000).split('\n');

  /** Waits until the first rows have been stored. */
  const partsAreStored = () => eventually(async () => (await count('screening_file_parts')) > 0);

  it.each([
    ['that is empty', '', 422, 'unreadable-file', /empty \(0 bytes\)/],
    ['of a header alone', 'id,name\n', 422, 'unreadable-file', /no rows/],
    [
      'without a column for names',
      'id,country\n1,GE\n',
      422,
      'unreadable-file',
      /no column "name".*first line.*id,name,type/,
    ],
    [
      'with a quotation mark in its header that nothing closes',
      'id,"name\n1,Jane Roe\n',
      422,
      'unreadable-file',
      /first line/,
    ],
    ['with too many rows', peopleCsv(MAX_ROWS + 1), 413, 'body-too-large', /^Row 5001: A file may have 5000 rows/],
  ])('%s is refused, and nothing of it is left', async (_, content, status, code, detail) => {
    expect(expectProblem(await upload(content), status, code).detail).toMatch(detail);
    await nothingIsLeft();
  });

  it('in UTF-16 is refused', async () => {
    const answer = await acme.api.post('/v1/screening-files', Buffer.from('\ufeffid,name\n1,Jane\n', 'utf16le'), {
      'content-type': 'text/csv',
    });
    expect(expectProblem(answer, 422, 'unreadable-file').detail).toMatch(/UTF-16\. Save it in UTF-8/);
  });

  it.each([
    ['as JSON', 'application/json', {}, 'text/csv'],
    ['as a form', 'application/x-www-form-urlencoded', {}, 'application/x-ndjson'],
    ['in another character set', 'text/csv; charset=iso-8859-1', {}, 'UTF-8'],
    ['compressed', 'text/csv', { 'content-encoding': 'gzip' }, 'without Content-Encoding'],
  ])('%s answers 415 and says what would be right', async (_, type, more, cure) => {
    const answer = await upload('id,name\n1,Jane Roe\n', { headers: { 'content-type': type, ...more } });
    expect(expectProblem(answer, 415, 'unsupported-media-type').detail).toContain(cure);
    await nothingIsLeft();
  });

  it('of CSV belongs to this route only', async () => {
    const answer = await acme.api.post('/v1/screenings', 'id,name\n', { 'content-type': 'text/csv' });
    expect(expectProblem(answer, 415, 'unsupported-media-type').detail).toContain('application/json');
  });

  it.each(['threshold=0.4', 'threshold=high', 'limit=0', 'limit=101', 'limit=1.5', 'treshold=0.9'])(
    'with ?%s is refused before it is read',
    async (query) => {
      expectProblem(await upload(peopleCsv(10), { query: `?${query}` }), 400, 'invalid-parameter');
      await nothingIsLeft();
    },
  );

  it('that says how long it is is refused before it is sent when it is too long', async () => {
    const { request, answer } = begin({ 'content-length': String(MAX_BYTES + 1) });
    request.flushHeaders();
    const { status, body } = await answer;
    request.destroy();
    expect({ status, code: (JSON.parse(body) as { code: string }).code }).toEqual({
      status: 413,
      code: 'body-too-large',
    });
  });

  it('that does not say how long it is is refused when too much has come, and nothing of it is left', async () => {
    const { request, answer } = begin();
    request.write(`${header}\n`);
    const chunk = `x,${'Wenna '.repeat(40)}Tolbrick,person,,\n`.repeat(100);
    for (let sent = 0; sent <= MAX_BYTES; sent += chunk.length) request.write(chunk);
    const { status, body } = await answer;
    request.destroy();
    expect({ status, detail: (JSON.parse(body) as { detail: string }).detail }).toEqual({
      status: 413,
      detail: expect.stringContaining(`${MAX_BYTES} bytes`) as string,
    });
    await nothingIsLeft();
  });

  it('that its client breaks off leaves nothing', async () => {
    const { request } = begin();
    request.write(`${header}\n${rows.slice(0, 2_500).join('\n')}\n`);
    await partsAreStored();
    const { body } = await acme.api.get<Page<ScreeningFileDetails>>('/v1/screening-files');
    expect(body.data).toMatchObject([{ state: 'receiving', rows: { total: null, done: 0 } }]);
    expectProblem(await acme.api.post(`/v1/screening-files/${body.data[0]!.id}/cancel`), 409, 'state-conflict');
    request.destroy();
    await eventually(nothingIsLeft);
  });

  it('of less than it said leaves nothing', async () => {
    const { hostname, port } = new URL(acme.api.baseUrl);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /v1/screening-files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${acme.api.apiKey!}\r\n` +
        `Content-Type: text/csv\r\nContent-Length: 200000\r\n\r\n${header}\n${rows.slice(0, 2_500).join('\n')}`,
    );
    await partsAreStored();
    socket.end();
    await eventually(nothingIsLeft);
    expect(await count('jobs')).toBe(0);
  });

  it('whose file is deleted meanwhile is told so', async () => {
    const { request, answer } = begin();
    request.write(`${header}\n${rows.slice(0, 1_500).join('\n')}\n`);
    await partsAreStored();
    const { body } = await acme.api.get<Page<ScreeningFileDetails>>('/v1/screening-files');
    expect((await acme.api.delete(`/v1/screening-files/${body.data[0]!.id}`)).status).toBe(204);
    request.end(`${rows.slice(1_500).join('\n')}\n`);
    expect(await answer).toMatchObject({ status: 409 });
    await nothingIsLeft();
  });

  it('whose process is killed is removed by the dispatcher, once it is certain that nobody goes on with it', async () => {
    const [port = 0] = await freePorts(1);
    const other = await stack.startApp('api', 'api-2', { API_PORT: String(port) });
    const { request } = begin({}, port);
    request.write(`${header}\n${rows.slice(0, 1_500).join('\n')}\n`);
    await partsAreStored();
    await other.kill9();
    request.destroy();

    const restartDispatcher = async () => {
      await stack.process('dispatcher').stop(12_000);
      await stack.startApp('dispatcher');
    };
    await restartDispatcher();
    expect(await count('screening_files')).toBe(1);
    await stack.database.query(`UPDATE screening_files SET created_at = now() - interval '121 minutes'`);
    await restartDispatcher();
    await eventually(nothingIsLeft);
  });

  describe('with an Idempotency-Key', () => {
    const headers = { 'idempotency-key': 'customers-of-november' };
    const content = peopleCsv(1_500);
    let first: ScreeningFileDetails;

    beforeAll(async () => {
      first = (await upload(content, { headers })).body;
      await fileIn(acme.api, 'completed', first.id);
    });

    it('answers a repetition with the same file, which is screened once', async () => {
      const again = await upload(content, { headers });
      expect(again.status).toBe(202);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(again.headers.get('location')).toBe(`/v1/screening-files/${first.id}`);
      expect(again.body.id).toBe(first.id);
      expect(await count('screening_files')).toBe(1);
      expect(await count('jobs')).toBe(2);
    });

    it.each([
      ['another file', () => upload(peopleCsv(1_499), { headers })],
      ['another threshold', () => upload(content, { headers, query: '?threshold=0.9' })],
      ['another type', () => upload(content, { headers: { ...headers, 'content-type': 'application/x-ndjson' } })],
    ])('refuses %s', async (_, call) => {
      expectProblem(await call(), 422, 'idempotency-other-body');
      expect(await count('screening_files')).toBe(1);
    });

    it('makes one file of two uploads at the same time, whichever is whole first', async () => {
      const before = await count('screening_files');
      const key = { 'idempotency-key': 'both-at-once' };
      const slow = begin(key);
      slow.request.write(`${header}\n${rows.slice(0, 1_500).join('\n')}\n`);
      await eventually(async () => (await count('screening_files')) > before);
      const fast = await upload(peopleCsv(3_000), { headers: key });
      expect(fast.status).toBe(202);
      slow.request.end(rows.slice(1_500).join('\n'));
      const answer = await slow.answer;
      expect({ status: answer.status, id: (JSON.parse(answer.body) as { id: string }).id }).toEqual({
        status: 202,
        id: fast.body.id,
      });
      expect(await count('screening_files')).toBe(before + 1);
      await fileIn(acme.api, 'completed', fast.body.id);
      expect(await resultLines(acme.api, fast.body.id)).toHaveLength(3_000);
    });
  });

  it('goes by the thresholds that are in force when it is accepted, unless it brings its own', async () => {
    const changing = await stack.newOrganization('Changing');
    const authorization = `Bearer ${changing.api.apiKey!}`;
    const read = async () => (await changing.api.get<Page<ScreeningFileDetails>>('/v1/screening-files')).body.data;
    const uploads = [begin({ authorization }), begin({ authorization }, undefined, '?threshold=0.9')];
    for (const { request } of uploads) request.write(`${header}\n${rows.slice(0, 1_500).join('\n')}\n`);
    await eventually(async () => (await read()).length === 2);
    expect((await read()).map(({ thresholdVersion }) => thresholdVersion).sort()).toEqual([0, null]);

    const listThresholds = { 'us-ofac-sdn': 0.95 };
    await changeThresholds(changing.api, { threshold: 0.85, listThresholds });
    for (const { request } of uploads) request.end();
    const answers = await Promise.all(uploads.map(({ answer }) => answer));
    expect(answers.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      { threshold: 0.85, listThresholds, thresholdVersion: 1 },
      { threshold: 0.9, listThresholds: {}, thresholdVersion: null },
    ]);
  });

  it('is answered for what it was also when nothing can be removed at its end', async () => {
    await stack.database.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''not now''; END'`,
    );
    await stack.database.query(
      'CREATE TRIGGER refuse BEFORE DELETE ON screening_files FOR EACH STATEMENT EXECUTE FUNCTION refuse()',
    );
    try {
      expect((await upload(peopleCsv(10))).status).toBe(202);
      expectProblem(await upload(peopleCsv(MAX_ROWS + 1)), 413, 'body-too-large');
    } finally {
      await stack.database.query('DROP FUNCTION refuse CASCADE');
    }
  });
});
