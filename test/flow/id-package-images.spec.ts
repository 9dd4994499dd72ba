import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';

import { eventually, expectProblem, jpegImage, type Organization, pngImage, Stack } from '@bonafide/testing';

import { create } from './customers-ladder';
import { aPackage, imageOf, pathOf, postPackage, uploadImage, type UploadedImage } from './id-packages';

jest.setTimeout(60_000);

const MAX_BYTES = 5 * 1024 * 1024;
/** What stands in the bytes of an image, to be looked for where no image may be. */
const MARK = 'PLANTED-IN-AN-IMAGE-7731';

describe('an image of a document', () => {
  let stack: Stack;
  let acme: Organization;
  let customerId: string;

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['api'] });
    acme = await stack.newOrganization('Acme');
    customerId = (await create(acme.api)).id;
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  const path = () => `/v1/customers/${customerId}/images`;
  const upload = (content: Buffer, type = 'image/jpeg', more: Record<string, string> = {}) =>
    uploadImage(acme.api, customerId, content, { 'content-type': type, ...more });
  const count = async (): Promise<number> =>
    (await stack.database.query<{ n: number }>('SELECT count(*)::integer AS n FROM id_package_images'))[0]!.n;

  /** Runs the call, which must store no image. */
  async function storingNothing<Result>(call: () => Promise<Result>): Promise<Result> {
    const before = await count();
    const result = await call();
    expect(await count()).toBe(before);
    return result;
  }

  it.each([
    ['image/jpeg', jpegImage({ width: 1_600, height: 1_009 })],
    ['image/png', pngImage({ width: 1_600, height: 1_009 })],
  ])('in %s is taken, and its size is known', async (type, content) => {
    const { status, body, headers } = await upload(content, type);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      mediaType: type,
      bytes: content.length,
      width: 1_600,
      height: 1_009,
      packageId: null,
    });
    expect(headers.get('location')).toBe(`${path()}/${body.id}`);
    expect((await acme.api.get<UploadedImage>(`${path()}/${body.id}`)).body).toEqual(body);
  });

  it('of exactly 5 MB is taken', async () => {
    expect((await upload(jpegImage({ bytes: MAX_BYTES }))).body).toMatchObject({ bytes: MAX_BYTES });
  });

  it.each([
    ['is too small', Buffer.from([0xff, 0xd8, 0xff]), 'image/jpeg', 422, 'unreadable-file', /at least 100/],
    ['is empty', Buffer.alloc(0), 'image/jpeg', 422, 'unreadable-file', /0 bytes/],
    ['is another type than was said', pngImage(), 'image/jpeg', 422, 'unreadable-file', /those of image\/png/],
    ['is no image', Buffer.alloc(500, '%PDF-1.7 '), 'image/png', 422, 'unreadable-file', /not those of a PNG/],
    [
      'was saved halfway',
      jpegImage({ bytes: 4_096 }).subarray(0, 2_000),
      'image/jpeg',
      422,
      'unreadable-file',
      /before it is whole/,
    ],
    ['is a thumbnail', pngImage({ width: 60, height: 40 }), 'image/png', 422, 'unreadable-file', /60 by 40/],
    ['is too large', jpegImage({ bytes: MAX_BYTES + 1 }), 'image/jpeg', 413, 'body-too-large', /5242880 bytes/],
    [
      'is of a type that is not taken',
      jpegImage(),
      'image/heic',
      415,
      'unsupported-media-type',
      /image\/jpeg" or "image\/png/,
    ],
    ['is JSON', Buffer.from('{}'), 'application/json', 415, 'unsupported-media-type', /image\/jpeg/],
    ['is a table', Buffer.from('id,name\n'), 'text/csv', 415, 'unsupported-media-type', /image\/jpeg/],
  ])('that %s is refused with the cure, and not stored', async (_, content, type, status, code, detail) => {
    const answer = await storingNothing(() => upload(content, type));
    expect(expectProblem(answer, status, code).detail).toMatch(detail);
  });

  it('belongs to this route: tables are sent elsewhere, and no image goes there', async () => {
    const answer = await acme.api.post('/v1/screening-files', jpegImage(), { 'content-type': 'image/jpeg' });
    expect(expectProblem(answer, 415, 'unsupported-media-type').detail).toContain('text/csv');
  });

  it('that does not say how long it is is refused when too much has come', async () => {
    const answer = await storingNothing(
      () =>
        new Promise<{ status: number; body: string }>((resolve) => {
          const request = httpRequest(`${acme.api.baseUrl}${path()}`, {
            method: 'POST',
            headers: { authorization: `Bearer ${acme.api.apiKey!}`, 'content-type': 'image/jpeg' },
          });
          request.on('error', () => undefined);
          request.on('response', (response) => {
            let body = '';
            response.on('data', (chunk: Buffer) => (body += chunk.toString()));
            response.on('end', () => {
              resolve({ status: response.statusCode ?? 0, body });
              request.destroy();
            });
          });
          const chunk = Buffer.alloc(256 * 1024, 0xff);
          for (let sent = 0; sent <= MAX_BYTES; sent += chunk.length) request.write(chunk);
        }),
    );
    expect({ status: answer.status, code: (JSON.parse(answer.body) as { code: string }).code }).toEqual({
      status: 413,
      code: 'body-too-large',
    });
  });

  it('whose connection breaks off is not stored', async () => {
    const { hostname, port } = new URL(acme.api.baseUrl);
    const content = jpegImage({ bytes: 200_000 });
    await storingNothing(async () => {
      const socket = connect(Number(port), hostname);
      socket.write(
        `POST ${path()} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${acme.api.apiKey!}\r\n` +
          `Content-Type: image/jpeg\r\nContent-Length: ${content.length}\r\n\r\n`,
      );
      socket.write(content.subarray(0, 150_000));
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      await new Promise((resolve) => setTimeout(resolve, 100));
      socket.end();
      await eventually(() => socket.destroyed || answer.includes('400'));
    });
    expect((await upload(jpegImage())).status).toBe(201);
  });

  it('sent twice with one Idempotency-Key is stored once, and another one with the same key is refused', async () => {
    const key = { 'idempotency-key': 'front-of-the-licence' };
    const first = await upload(jpegImage(), 'image/jpeg', key);
    const again = await storingNothing(() => upload(jpegImage(), 'image/jpeg', key));
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const other = await storingNothing(() => upload(jpegImage({ width: 800 }), 'image/jpeg', key));
    expectProblem(other, 422, 'idempotency-other-body');
  });

  it('is sealed: its bytes stand in no table and no log', async () => {
    const { id } = (await upload(jpegImage({ comment: MARK }))).body;
    const hex = Buffer.from(MARK).toString('hex');
    const rows = await stack.database.query<{ row: string }>(
      'SELECT image::text AS row FROM id_package_images AS image',
    );
    expect(rows.some(({ row }) => row.includes(id))).toBe(true);
    expect(rows.filter(({ row }) => row.includes(hex) || row.includes(MARK))).toEqual([]);
    expect(stack.log()).not.toContain(MARK);
  });

  it('is shown to keys with customers:decrypt only, as a file that no browser runs, and the reading is on record', async () => {
    const content = pngImage({ comment: MARK });
    const { id } = (await upload(content, 'image/png')).body;
    const decrypt = (api: Organization['api']) =>
      fetch(`${api.baseUrl}${path()}/${id}/decrypt`, {
        method: 'POST',
        headers: { authorization: `Bearer ${api.apiKey!}`, 'content-type': 'application/json' },
        body: JSON.stringify({ actor: 'officer-1' }),
      });
    const answer = await decrypt(acme.api);
    expect(answer.status).toBe(200);
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(hash(new Uint8Array(await answer.arrayBuffer()))).toBe(hash(content));
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toContain(`attachment; filename="${id}.png"`);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toBe('sandbox');
    expect(
      await stack.database.query(
        `SELECT person FROM audit_log WHERE action = 'decryptCustomerImage' AND subject_id = $1`,
        [id],
      ),
    ).toEqual([{ person: 'officer-1' }]);

    const [key] = await stack.database.query<{ id: string }>('SELECT id FROM organizations WHERE name = $1', ['Acme']);
    const reader = await stack.operator.post<{ apiKey: string }>(`/v1/organizations/${key!.id}/api-keys`, {
      name: 'reader',
      scopes: ['customers:read', 'customers:write', 'customers:decide'],
    });
    expect((await decrypt(acme.api.as(reader.body.apiKey))).status).toBe(403);
  });

  describe('in a package', () => {
    it('can be the customer’s own only', async () => {
      const other = (await create(acme.api)).id;
      const frontImageId = await imageOf(acme.api, other);
      const answer = await postPackage(acme.api, customerId, { frontImageId });
      const problem = expectProblem(answer, 422, 'validation-failed');
      expect(problem.detail).toMatch(/^#\/frontImageId: The customer has no image with this id/);
    });

    it('is used once', async () => {
      const frontImageId = await imageOf(acme.api, customerId);
      const first = await postPackage(acme.api, customerId, { frontImageId });
      expect(first.status).toBe(201);
      const second = await postPackage(acme.api, customerId, { frontImageId });
      expect(expectProblem(second, 422, 'validation-failed').detail).toContain('is in another package');
      const image = await acme.api.get<UploadedImage>(`${path()}/${frontImageId}`);
      expect(image.body.packageId).toBe(first.body.id);
    });

    it('goes to one of two packages that want it at the same time', async () => {
      const [front, other] = [await imageOf(acme.api, customerId), await imageOf(acme.api, customerId)];
      const body = { documentType: 'RP', country: 'US' };
      const answers = await Promise.all([
        acme.api.post(pathOf(customerId), { ...body, frontImageId: front, backImageId: other }),
        acme.api.post(pathOf(customerId), { ...body, frontImageId: other, backImageId: front }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    });

    it.each([
      ['a licence without its back', { documentType: 'DL', region: 'CA' }, '#/backImageId'],
      ['an identity card without its back', { documentType: 'ID' }, '#/backImageId'],
      ['a licence without its state', { documentType: 'DL', needsBack: true }, '#/region'],
    ])(
      '%s is refused, and says what is missing',
      async (_, { needsBack = false, ...body }: Record<string, unknown>, pointer) => {
        const frontImageId = await imageOf(acme.api, customerId);
        const back = needsBack ? { backImageId: await imageOf(acme.api, customerId) } : {};
        const answer = await postPackage(acme.api, customerId, { frontImageId, ...back, ...body });
        expect(expectProblem(answer, 422, 'validation-failed').errors?.map((error) => error.pointer)).toEqual([
          pointer,
        ]);
      },
    );

    it('a licence of a country without states needs none', async () => {
      const body = { documentType: 'DL', country: 'FR', backImageId: await imageOf(acme.api, customerId) };
      await aPackage(acme.api, customerId, body);
    });

    it('is not front and back at once', async () => {
      const frontImageId = await imageOf(acme.api, customerId);
      const answer = await postPackage(acme.api, customerId, { frontImageId, faceImageId: frontImageId });
      expect(expectProblem(answer, 422, 'validation-failed').detail).toContain('same image');
    });

    it.each([
      ['documentType', { documentType: 'XX' }],
      ['country', { country: 'USA' }],
      ['frontImageId', { frontImageId: 'img_1' }],
      ['region', { region: 'California' }],
      ['images', { images: [] }],
    ])('with a %s that is not right is refused by its name', async (field, body) => {
      const frontImageId = await imageOf(acme.api, customerId);
      const answer = await postPackage(acme.api, customerId, { frontImageId, ...body });
      expect(expectProblem(answer, 422, 'validation-failed').detail).toContain(`#/${field}`);
    });

    it('of a business is that of one of its representatives', async () => {
      const business = await create(acme.api, {
        type: 'business',
        business: { legalName: 'Tavish Test Trading LLC' },
        representatives: [{ firstName: 'Quillon', lastName: 'Marbeck' }],
      });
      const frontImageId = await imageOf(acme.api, business.id);
      const without = await postPackage(acme.api, business.id, { frontImageId });
      expect(expectProblem(without, 422, 'validation-failed').detail).toContain('required of a business');
      const foreign = await postPackage(acme.api, business.id, {
        frontImageId,
        representativeId: 'rep_01kaf3s8h4e0qv8dpz2j9r7n5c',
      });
      expect(expectProblem(foreign, 422, 'validation-failed').detail).toContain('no representative with this id');
      const representativeId = business.representatives[0]!.id;
      const made = await postPackage(acme.api, business.id, { frontImageId, representativeId });
      expect(made.body).toMatchObject({ state: 'created', representativeId });
    });
  });
});
