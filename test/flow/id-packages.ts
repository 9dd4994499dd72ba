import { type ApiAnswer, type ApiClient, eventually, jpegImage, pngImage, Stack } from '@bonafide/testing';

import { webhookCredentials } from './verifications';

export interface UploadedImage {
  readonly id: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly packageId: string | null;
  readonly erasedAt: string | null;
}

export interface IdPackage {
  readonly id: string;
  readonly state: string;
  readonly reasons: readonly { readonly code: string; readonly applicantText: string | null }[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly vendor: string | null;
  readonly frontImageId: string;
  readonly backImageId: string | null;
  readonly faceImageId: string | null;
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  readonly jobId: string | null;
  readonly errorCode: string | null;
  readonly decision: { readonly actor: string; readonly reason: string } | null;
  readonly isOfCurrentIdentity: boolean | null;
  readonly imagesErasedAt: string | null;
  readonly settledAt: string | null;
}

/** Of the sandbox: a document that is marked with what is wrong with it (docs/vendors.md). */
export const marked = (...markers: readonly string[]): string =>
  markers.map((marker) => `bonafide:${marker}`).join(' ');

export const uploadImage = (
  api: ApiClient,
  customerId: string,
  content: Uint8Array<ArrayBuffer> | Buffer = jpegImage(),
  headers: Record<string, string> = { 'content-type': 'image/jpeg' },
): Promise<ApiAnswer<UploadedImage>> => api.post<UploadedImage>(`/v1/customers/${customerId}/images`, content, headers);

export async function imageOf(api: ApiClient, customerId: string, comment = 'made up'): Promise<string> {
  const { status, body } = await uploadImage(api, customerId, pngImage({ comment }), { 'content-type': 'image/png' });
  if (status !== 201) throw new Error(`The image was not taken: ${JSON.stringify(body)}`);
  return body.id;
}

export const pathOf = (customerId: string, packageId = ''): string =>
  `/v1/customers/${customerId}/id-packages${packageId === '' ? '' : `/${packageId}`}`;

export const postPackage = (api: ApiClient, customerId: string, body: object): Promise<ApiAnswer<IdPackage>> =>
  api.post<IdPackage>(pathOf(customerId), { documentType: 'PP', country: 'US', ...body });

/** A passport of the United States whose photograph carries these markers. */
export async function aPackage(
  api: ApiClient,
  customerId: string,
  {
    markers = [],
    hasFace = false,
    ...body
  }: { markers?: readonly string[]; hasFace?: boolean } & Readonly<Record<string, unknown>> = {},
): Promise<IdPackage> {
  const frontImageId = await imageOf(api, customerId, marked(...markers));
  const face = hasFace ? { faceImageId: await imageOf(api, customerId) } : {};
  const answer = await postPackage(api, customerId, { frontImageId, ...face, ...body });
  if (answer.status !== 201) throw new Error(`The package was not taken: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export const verify = (api: ApiClient, customerId: string, packageId: string, body: object = {}) =>
  api.post<IdPackage>(`${pathOf(customerId, packageId)}/verify`, body);

export const packageOf = async (api: ApiClient, customerId: string, packageId: string): Promise<IdPackage> =>
  (await api.get<IdPackage>(pathOf(customerId, packageId))).body;

export const packageIn = (
  api: ApiClient,
  customerId: string,
  packageId: string,
  state: string,
  withinMs = 20_000,
): Promise<IdPackage> =>
  eventually(
    async () => {
      const found = await packageOf(api, customerId, packageId);
      if (found.state !== state) throw new Error(`It is ${found.state}: ${JSON.stringify(found.reasons)}`);
      return found;
    },
    { withinMs },
  );

/** Makes a package, has it verified, and waits for what becomes of it. */
export async function verified(
  api: ApiClient,
  customerId: string,
  state: string,
  of: Parameters<typeof aPackage>[2] = {},
): Promise<IdPackage> {
  const { id } = await aPackage(api, customerId, of);
  const answer = await verify(api, customerId, id);
  if (answer.status !== 202) throw new Error(`It was not accepted: ${JSON.stringify(answer.body)}`);
  return packageIn(api, customerId, id, state);
}

export const codesOf = ({ reasons }: IdPackage): string[] => reasons.map(({ code }) => code);

/** Everything that verifies documents, with the simulator in the place of IdentityMind. */
export const startWithSimulator = (env: Readonly<Record<string, string>> = {}): Promise<Stack> =>
  Stack.start({
    apps: ['api', 'dispatcher', 'kyc-worker', 'vendor-simulator'],
    env: {
      KYC_VENDORS: 'identitymind',
      IDENTITYMIND_WEBHOOK_CREDENTIALS: webhookCredentials,
      VERIFICATION_POLL_SECONDS: '1',
      ...env,
    },
  });

/** What the simulator was sent, in whose words it keeps it: the names of fields, and nothing personal. */
export const receivedBySimulator = async (stack: Stack): Promise<string> =>
  (await fetch(`${stack.simulatorUrl}/__sim/requests`)).text();

export const decide = (api: ApiClient, customerId: string, packageId: string, decision: string) =>
  api.call<IdPackage>('PUT', `${pathOf(customerId, packageId)}/decision`, {
    decision,
    actor: 'officer-1',
    reason: 'The original was seen at the branch.',
  });
