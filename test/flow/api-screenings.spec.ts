import { request } from 'node:http';

import { type ApiAnswer, type ApiClient, expectProblem, type Organization, Stack } from '@bonafide/testing';

interface Submitted {
  readonly id: string;
  readonly jobId: string;
  readonly state: string;
  readonly externalId: string | null;
}

interface Page {
  readonly data: readonly Submitted[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

const address = { line1: '1 Test Street', line2: 'Floor 2', city: 'Tallmere', region: 'TM', postalCode: '00001' };

describe('the screenings of the API', () => {
  let stack: Stack;
  let acme: Organization;

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['api'] });
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  const submit = (body: unknown) => acme.api.post<Submitted>('/v1/screenings', body);

  const countRows = async (): Promise<{ screenings: number; jobs: number } | undefined> => {
    const [row] = await stack.database.query<{ screenings: number; jobs: number }>(
      'SELECT (SELECT count(*) FROM screenings)::integer AS screenings, (SELECT count(*) FROM jobs)::integer AS jobs',
    );
    return row;
  };

  describe('one screening', () => {
    it.each([
      ['a name alone, of unknown type', { name: 'Test Subject' }],
      ['a person with a birth date', { type: 'person', name: 'Test Subject', birthDate: '1970-04-21' }],
      ['a person born in a month', { type: 'person', name: 'Test Subject', birthDate: '1970-04' }],
      ['a person born about a year', { type: 'person', name: 'Test Subject', birthDate: '1970~' }],
      ['a person born within some years', { type: 'person', name: 'Test Subject', birthDate: '1968-05/1972' }],
      [
        'a person with countries of which it is known what they are',
        {
          name: 'Test',
          nationalities: ['RU', 'IL'],
          residenceCountries: ['AE'],
          birthCountry: 'KZ',
          countries: ['CY'],
        },
      ],
      ['a vessel with its flag', { type: 'vessel', name: 'MV Test', flag: 'PA' }],
      ['a company with its registration', { type: 'business', name: 'Test AG', registrationCountry: 'LI' }],
      ['a business', { type: 'business', name: 'Test 24 GmbH', countries: ['DE', 'AT'] }],
      ['a vessel', { type: 'vessel', name: 'MV Test', identifications: [{ type: 'imo', number: '9000019' }] }],
      ['an aircraft', { type: 'aircraft', name: 'T-EST1' }],
      ['a name in another script', { name: 'Тест Субъект', alternativeNames: ['اختبار', '测试', 'Test'] }],
      ['a name of 300 characters', { name: 'x'.repeat(300) }],
      ['identity documents', { name: 'Test', identifications: [{ type: 'passport', number: 'X1', country: 'GE' }] }],
      ['addresses', { name: 'Test', addresses: [{ ...address, country: 'GE' }, {}] }],
      ['a threshold', { name: 'Test', threshold: 0.5 }],
      ["the caller's own id", { name: 'Test', externalId: 'applicant:47.11_a-B' }],
    ])('accepts %s, and says where the result will be', async (_, body) => {
      const answer = await submit(body);

      expect(answer.status).toBe(202);
      expect(answer.headers.get('location')).toBe(`/v1/screenings/${answer.body.id}`);
      expect(answer.body).toEqual({
        id: expect.stringMatching(/^scr_[0-9a-z]{26}$/) as string,
        jobId: expect.stringMatching(/^job_[0-9a-z]{26}$/) as string,
        state: 'pending',
        externalId: 'externalId' in body ? body.externalId : null,
        monitoredSubjectId: null,
      });
      const { externalId: _id, threshold = 0.8, ...subject } = body as { externalId?: string; threshold?: number };
      const stored = await acme.api.get<object>(`/v1/screenings/${answer.body.id}`);
      expect(stored.body).toMatchObject({ state: 'pending', threshold, hits: [], hitCount: null, subject });
    });

    it('takes a birth year for a birth date of which no more is known', async () => {
      const { body } = await submit({ name: 'Test', birthYear: 1970 });
      const stored = await acme.api.get<object>(`/v1/screenings/${body.id}`);
      expect(stored.body).toMatchObject({ subject: { birthDate: '1970' } });
    });

    it.each([
      'type',
      'alternativeNames',
      'birthDate',
      'birthYear',
      'countries',
      'nationalities',
      'residenceCountries',
      'birthCountry',
      'flag',
      'registrationCountry',
      'identifications',
      'addresses',
      'threshold',
      'externalId',
    ])('takes %s: null for left out', async (field) => {
      const { status, body } = await submit({ name: 'Test', [field]: null });
      expect(status).toBe(202);
      const without = await submit({ name: 'Test' });
      const [withNull, leftOut] = await Promise.all(
        [body.id, without.body.id].map(async (id) => {
          const { subject, threshold, externalId } = (
            await acme.api.get<Record<string, unknown>>(`/v1/screenings/${id}`)
          ).body;
          return { subject, threshold, externalId };
        }),
      );
      expect(withNull).toEqual(leftOut);
    });

    it.each([
      ['no name', { name: undefined }, '#/name'],
      ['an empty name', { name: '' }, '#/name'],
      ['a name of 301 characters', { name: 'x'.repeat(301) }, '#/name'],
      ['a name that is no text', { name: 17 }, '#/name'],
      ['a name without letter or digit', { name: '-- ‥ --' }, '#/name'],
      ['an alternative name without letter or digit', { alternativeNames: ['Test', '…'] }, '#/alternativeNames'],
      ['an empty alternative name', { alternativeNames: [''] }, '#/alternativeNames'],
      ['alternative names that are no list', { alternativeNames: 'Test' }, '#/alternativeNames'],
      ['21 alternative names', { alternativeNames: Array<string>(21).fill('Test') }, '#/alternativeNames'],
      ['a type that is none', { type: 'ship' }, '#/type'],
      ['a day that never was', { birthDate: '1970-02-30' }, '#/birthDate'],
      ['a day to come', { birthDate: '2999-01-01' }, '#/birthDate'],
      ['a birth date in another notation', { birthDate: '21.04.1970' }, '#/birthDate'],
      ['a birth date that is no text', { birthDate: 19700421 }, '#/birthDate'],
      ['a birth year before 1850', { birthYear: 1849 }, '#/birthYear'],
      ['a birth year that is text', { birthYear: '1970' }, '#/birthYear'],
      ['a birth year with a fraction', { birthYear: 1970.5 }, '#/birthYear'],
      ['birth date and birth year', { birthDate: '1970-04-21', birthYear: 1970 }, '#/birthYear'],
      ['a range that ends before it begins', { birthDate: '1972/1968' }, '#/birthDate'],
      ['a range over half a life', { birthDate: '1930/1990' }, '#/birthDate'],
      ['a range and a birth year', { birthDate: '1968/1972', birthYear: 1970 }, '#/birthYear'],
      ['a nationality in words', { nationalities: ['RU', 'Russian'] }, '#/nationalities'],
      ['21 nationalities', { nationalities: Array<string>(21).fill('RU') }, '#/nationalities'],
      ['a residence that is no list', { residenceCountries: 'AE' }, '#/residenceCountries'],
      ['two countries of birth', { birthCountry: ['KZ', 'RU'] }, '#/birthCountry'],
      ['a flag of no country', { flag: 'QQ' }, '#/flag'],
      ['a registration of no country', { registrationCountry: '' }, '#/registrationCountry'],
      ['a country of three letters', { countries: ['US', 'GEO'] }, '#/countries'],
      [
        'a document of an ill-written type',
        { identifications: [{ type: 'Pass port', number: '1' }] },
        '#/identifications/0/type',
      ],
      [
        'a document without number',
        { identifications: [{ type: 'imo', number: '1' }, { type: 'imo' }] },
        '#/identifications/1/number',
      ],
      ['a document that is text', { identifications: ['passport 1'] }, '#/identifications/0'],
      ['an address in no country', { addresses: [{ country: 'Q9' }] }, '#/addresses/0/country'],
      ['an address with an unknown field', { addresses: [{ zip: '00001' }] }, '#/addresses/0/zip'],
      ['an address line of 201 characters', { addresses: [{ line1: 'x'.repeat(201) }] }, '#/addresses/0/line1'],
      ['a threshold below one half', { threshold: 0.49 }, '#/threshold'],
      ['a threshold above one', { threshold: 1.01 }, '#/threshold'],
      ['a threshold that is text', { threshold: '0.9' }, '#/threshold'],
      ['an external id with a space', { externalId: 'Jane Doe' }, '#/externalId'],
      ['an unknown field', { surname: 'Test' }, '#/surname'],
      ['an unknown field with a name that a pointer must escape', { 'a/b~c': 1 }, '#/a~1b~0c'],
    ])('refuses %s, points at it and stores nothing', async (_, change, pointer) => {
      const before = await countRows();
      const problem = expectProblem(await submit({ name: 'Test', ...change }), 422, 'validation-failed');
      expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
      expect(await countRows()).toEqual(before);
    });

    it.each([
      ['1972/1968', 'birthDate ends before it begins; write the earlier date first, such as 1968/1972.'],
      ['1970-02-30', 'birthDate names a day that there is not; check the month and the day.'],
      [1970, 'birthDate must be text.'],
    ])('says of the birth date %p what is wrong with it, and the cure', async (birthDate, detail) => {
      const { errors } = expectProblem(await submit({ name: 'Test', birthDate }), 422, 'validation-failed');
      expect(errors).toEqual([{ pointer: '#/birthDate', detail }]);
    });

    it('names every field that is wrong, and repeats no value', async () => {
      const answer = await submit({ name: '', threshold: 7, countries: ['Utopia'], externalId: 'secret value' });
      const { errors } = expectProblem(answer, 422, 'validation-failed');
      expect(errors?.map(({ pointer }) => pointer).sort()).toEqual([
        '#/countries',
        '#/externalId',
        '#/name',
        '#/threshold',
      ]);
      expect(JSON.stringify(answer.body)).not.toMatch(/Utopia|secret value/);
    });

    it.each(['[]', '[{"name":"Test"}]', '"Test"', '17', 'true', 'null'])(
      'refuses the body %p, which is no object with a name',
      async (body) => {
        const before = await countRows();
        expectProblem(await submit(body), 422, 'validation-failed');
        expect(await countRows()).toEqual(before);
      },
    );
  });

  describe('a batch', () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ name: `Test ${index}`, externalId: `row-${index}` }));
    const submitBatch = (screenings: unknown) =>
      acme.api.post<{ readonly data: readonly Submitted[] }>('/v1/screenings/batch', { screenings });

    it('of 1,000 is accepted whole, in its order, and gives way to single screenings', async () => {
      const answer = await submitBatch(rows(1_000));

      expect(answer.status).toBe(202);
      expect(answer.body.data.map(({ externalId }) => externalId)).toEqual(
        rows(1_000).map(({ externalId }) => externalId),
      );
      const stored = await stack.database.query<{ id: string; external_id: string; lane: number }>(
        'SELECT screenings.id, external_id, lane FROM screenings JOIN jobs ON jobs.id = job_id WHERE screenings.id = ANY ($1)',
        [answer.body.data.map(({ id }) => id)],
      );
      const byId = new Map(stored.map((row) => [row.id, row]));
      expect(answer.body.data.map(({ id }) => byId.get(id)?.external_id)).toEqual(
        rows(1_000).map(({ externalId }) => externalId),
      );
      expect(new Set(stored.map(({ lane }) => lane))).toEqual(new Set([1]));
      const { body: job } = await acme.api.get<{ lane: string }>(`/v1/jobs/${answer.body.data[0]!.jobId}`);
      expect(job.lane).toBe('bulk');
    });

    it.each([
      ['an invalid field', 437, { name: '' }, '#/screenings/437/name'],
      ['an unknown field', 0, { surname: 'Test' }, '#/screenings/0/surname'],
      [
        'a wrong field deep inside',
        499,
        { addresses: [{}, { country: 'Q9' }] },
        '#/screenings/499/addresses/1/country',
      ],
      ['birth date and birth year', 250, { birthDate: '1970-01-01', birthYear: 1970 }, '#/screenings/250/birthYear'],
    ])('with one row that has %s is refused whole', async (_, index, change, pointer) => {
      const before = await countRows();
      const batch = rows(500).map((row, position) => (position === index ? { ...row, ...change } : row));
      const problem = expectProblem(await submitBatch(batch), 422, 'validation-failed');
      expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
      expect(await countRows()).toEqual(before);
    });

    it.each([
      ['1,001 rows', rows(1_001)],
      ['no row', []],
      ['rows that are no list', { name: 'Test' }],
      ['no rows at all', undefined],
    ])('of %s is refused', async (_, screenings) => {
      const before = await countRows();
      const problem = expectProblem(await submitBatch(screenings), 422, 'validation-failed');
      expect(problem.errors?.map((error) => error.pointer)).toEqual(['#/screenings']);
      expect(await countRows()).toEqual(before);
    });

    it('with a row that is no object is refused', async () => {
      const before = await countRows();
      const problem = expectProblem(await submitBatch([{ name: 'Test' }, null, 'Test']), 422, 'validation-failed');
      expect(problem.errors?.every(({ pointer }) => pointer?.startsWith('#/screenings') === true)).toBe(true);
      expect(await countRows()).toEqual(before);
    });
  });

  describe('the list', () => {
    let lister: Organization;
    let submitted: readonly Submitted[];
    const list = (query: string) => lister.api.get<Page>(`/v1/screenings${query}`);

    beforeAll(async () => {
      lister = await stack.newOrganization('Lister');
      const screenings = Array.from({ length: 60 }, (_, index) => ({ name: 'Test', externalId: `of-${index % 4}` }));
      const answer = await lister.api.post<{ data: Submitted[] }>('/v1/screenings/batch', { screenings });
      submitted = answer.body.data;
    }, 30_000);

    it('gives every screening once over its pages, newest first, though more arrive meanwhile', async () => {
      const seen: string[] = [];
      const sizes: number[] = [];
      let query = '?limit=7';
      for (let isMore = true; isMore && sizes.length < 20;) {
        const { body } = await list(query);
        seen.push(...body.data.map(({ id }) => id));
        sizes.push(body.data.length);
        expect(body.nextCursor === null).toBe(!body.hasMore);
        isMore = body.hasMore;
        query = `?limit=7&cursor=${body.nextCursor ?? ''}`;
        if (sizes.length === 3) await lister.api.post('/v1/screenings', { name: 'Later', externalId: 'later' });
      }
      expect(seen).toEqual(
        submitted
          .map(({ id }) => id)
          .sort()
          .reverse(),
      );
      expect(sizes).toEqual([7, 7, 7, 7, 7, 7, 7, 7, 4]);
    });

    it.each([
      ['?externalId=of-2&limit=200', 15],
      ['?externalId=of-2&state=pending&limit=200', 15],
      ['?externalId=of-2&state=in_review', 0],
      ['?externalId=of-2&state=clear', 0],
      ['?externalId=nobody', 0],
    ])('finds by %s what matches', async (query, count) => {
      const { status, body } = await list(query);
      expect(status).toBe(200);
      expect(body).toMatchObject({ hasMore: false, nextCursor: null });
      expect(body.data).toHaveLength(count);
      expect(body.data.every(({ externalId, state }) => externalId === 'of-2' && state === 'pending')).toBe(true);
    });

    it('keeps its filter over its pages', async () => {
      const first = await list('?externalId=of-1&limit=10');
      const second = await list(`?externalId=of-1&limit=10&cursor=${first.body.nextCursor ?? ''}`);
      const found = [...first.body.data, ...second.body.data];
      expect(new Set(found.map(({ id }) => id)).size).toBe(15);
      expect(new Set(found.map(({ externalId }) => externalId))).toEqual(new Set(['of-1']));
    });

    it('shows by its state a screening that was cancelled', async () => {
      const { body } = await lister.api.post<Submitted>('/v1/screenings', { name: 'Test' });
      await lister.api.post(`/v1/jobs/${body.jobId}/cancel`);
      const { body: cancelled } = await list('?state=cancelled');
      expect(cancelled.data).toMatchObject([{ id: body.id, state: 'cancelled', hitCount: null }]);
    });

    it.each([1, 200])('gives up to %i at a time', async (limit) => {
      const { status, body } = await list(`?limit=${limit}`);
      expect(status).toBe(200);
      expect(body.data.length).toBe(Math.min(limit, body.data.length));
      expect(body.hasMore).toBe(limit === 1);
    });

    it.each([
      ['limit', '?limit=0'],
      ['limit', '?limit=201'],
      ['limit', '?limit=-1'],
      ['limit', '?limit=2.5'],
      ['limit', '?limit=many'],
      ['limit', '?limit='],
      ['limit', '?limit=1&limit=2'],
      ['cursor', '?cursor=abc'],
      ['cursor', '?cursor='],
      ['cursor', `?cursor=${Buffer.from('2:scr_01kaf3s8h4e0qv8dpz2j9r7n5c').toString('base64url')}`],
      ['cursor', `?cursor=${Buffer.from("1:scr_' OR 1=1 --").toString('base64url')}`],
      ['cursor', '?cursor=a&cursor=b'],
      ['state', '?state=done'],
      ['state', '?state=completed'],
      ['outcome', '?outcome=clear'],
      ['externalId', '?externalId=Jane%20Doe'],
      ['page', '?page=2'],
    ])('refuses %s in %s', async (parameter, query) => {
      const { errors } = expectProblem(await list(query), 400, 'invalid-parameter');
      expect(errors?.map((error) => error.parameter)).toEqual([parameter]);
    });
  });

  describe('what is no good request', () => {
    const raw = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
      acme.api.call<unknown>(method, path, body, headers);

    it.each([
      '{"name": "Test"',
      '{"name": "Test",}',
      "{'name': 'Test'}",
      '{"__proto__": {"name": "Test"}}',
      '\u0000',
      '',
    ])('the body %p is answered as malformed JSON', async (body) => {
      expectProblem(await raw('POST', '/v1/screenings', body), 400, 'malformed-json');
    });

    it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
      'a body of type %s is answered as the wrong media type',
      async (type) => {
        const answer = await raw('POST', '/v1/screenings', 'name=Test', { 'content-type': type });
        expectProblem(answer, 415, 'unsupported-media-type');
      },
    );

    it('a body of 5 MiB is refused before it is sent, and one of almost 4 MiB is read', async () => {
      expectProblem(await announceBody(acme.api, 5 * 1024 * 1024), 413, 'body-too-large');
      const body = JSON.stringify({ name: 'Test', pad: 'x'.repeat(4 * 1024 * 1024 - 100) });
      expectProblem(await raw('POST', '/v1/screenings', body), 422, 'validation-failed');
    });

    it.each([
      ['GET', '/v1/nothing-here'],
      ['GET', '/'.repeat(3)],
      ['PUT', '/v1/screenings'],
      ['DELETE', '/v1/screenings/scr_01kaf3s8h4e0qv8dpz2j9r7n5c'],
      ['GET', '/v1/screenings/scr_01kaf3s8h4e0qv8dpz2j9r7n5c'],
      ['GET', '/v1/screenings/job_01kaf3s8h4e0qv8dpz2j9r7n5c'],
      ['GET', `/v1/screenings/${'x'.repeat(300)}`],
      ['GET', "/v1/screenings/'%20OR%201=1%20--"],
    ])('%s %s names nothing', async (method, path) => {
      expectProblem(await raw(method, path), 404, 'not-found');
    });

    it('a path that cannot be decoded is answered as a problem too', async () => {
      const answer = await raw('GET', '/v1/screenings/%zz');
      expectProblem(answer, 400, 'invalid-parameter');
    });
  });

  describe('the request id', () => {
    const requestIdFor = async (given: string): Promise<string> => {
      const { headers } = await acme.api.call('GET', '/v1/me', undefined, { 'x-request-id': given });
      return headers.get('x-request-id') ?? '';
    };

    it.each(['my-request_1', 'x'.repeat(64), '0f8fad5b-d9cb-469f-a165-70867728950e'])(
      "keeps the caller's own %p",
      async (given) => {
        expect(await requestIdFor(given)).toBe(given);
      },
    );

    it.each([
      'short',
      'x'.repeat(65),
      'Jane Doe 1970',
      '<script>alert(1)</script>',
      '{"level":"error"}',
      '../../../etc',
      'ünïcödé-id',
    ])('replaces %p by one of its own', async (given) => {
      expect(await requestIdFor(given)).toMatch(/^req_[0-9a-f-]{36}$/);
    });
  });
});

/** Says how large the body will be and waits for the answer without sending it. */
function announceBody({ baseUrl, apiKey }: ApiClient, bytes: number): Promise<ApiAnswer<unknown>> {
  return new Promise((resolve, reject) => {
    const sending = request(`${baseUrl}/v1/screenings`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey ?? ''}`,
        'content-type': 'application/json',
        'content-length': bytes,
      },
    });
    sending.on('error', reject);
    sending.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        sending.destroy();
        const headers = new Headers(response.headers as Record<string, string>);
        resolve({ status: response.statusCode ?? 0, headers, body: JSON.parse(text) });
      });
    });
    sending.flushHeaders();
  });
}
