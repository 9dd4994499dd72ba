import { type ApiClient, type AppName, eventually, Stack } from '@bonafide/testing';

import { anIndividual } from './customers-ladder';

export interface Verification {
  readonly id: string;
  readonly customerId: string;
  readonly level: string;
  readonly state: string;
  readonly jobId: string;
  readonly ssnIsUnique: boolean | null;
  readonly reasons: readonly { readonly code: string; readonly analyst: string; readonly applicant: string | null }[];
  readonly requiredInput: string | null;
  readonly feedback: string | null;
  readonly settledAt: string | null;
  readonly decision: { readonly decision: string; readonly actor: string; readonly reason: string } | null;
  readonly checks: readonly {
    readonly id: string;
    readonly representativeId: string | null;
    readonly stage: string;
    readonly state: string;
    readonly skipReason: string | null;
    readonly outcome: string | null;
    readonly vendor: string | null;
    readonly vendorReference: string | null;
    readonly attributes: Readonly<Record<string, string>>;
    readonly vendorCodes: readonly string[];
  }[];
}

export const webhookCredentials = 'identitymind:an-invented-password';

/** What the simulator lets in. */
const merchant = { id: 'sandbox-merchant', key: 'sandbox-license-key' };

export const usualApps: readonly AppName[] = ['api', 'dispatcher', 'ofac-screening-worker', 'webhook-delivery-worker'];

/** Everything that verifies, with the simulator in the place of IdentityMind. */
export async function startWithVendor(env: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const stack = await Stack.start({
    apps: [...usualApps, 'vendor-simulator'],
    env: { IDENTITYMIND_WEBHOOK_CREDENTIALS: webhookCredentials, VERIFICATION_POLL_SECONDS: '1', ...env },
  });
  await stack.startApp('kyc-worker', 'kyc-worker', {
    KYC_VENDORS: 'identitymind',
    IDENTITYMIND_URL: stack.simulatorUrl,
    IDENTITYMIND_MERCHANT_ID: merchant.id,
    IDENTITYMIND_LICENSE_KEY: merchant.key,
    IDENTITYMIND_HASH_SALT: 'an-invented-salt',
    IDENTITYMIND_TIMEOUT_MS: '1000',
  });
  return stack;
}

/** Somebody of whom the vendor says what the last name stands for (docs/vendors.md). */
export const named = (lastName: string, change: object = {}) =>
  anIndividual({
    individual: { firstName: 'Quillon', lastName, birthDate: '1971-02-03' },
    ...change,
  });

export async function verify(
  api: ApiClient,
  customerId: string,
  body: object = { level: 'kyc' },
): Promise<Verification> {
  const answer = await api.post<Verification>(`/v1/customers/${customerId}/verifications`, body);
  if (answer.status !== 202) throw new Error(`It was not accepted: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export const verificationOf = async (api: ApiClient, { id, customerId }: Pick<Verification, 'id' | 'customerId'>) =>
  (await api.get<Verification>(`/v1/customers/${customerId}/verifications/${id}`)).body;

/** Waits until it is in the state. */
export const whenVerification = (
  api: ApiClient,
  verification: Pick<Verification, 'id' | 'customerId'>,
  state: string,
  withinMs = 20_000,
): Promise<Verification> =>
  eventually(
    async () => {
      const now = await verificationOf(api, verification);
      return now.state === state && now;
    },
    { withinMs },
  );

export const decideVerification = (
  api: ApiClient,
  { id, customerId }: Pick<Verification, 'id' | 'customerId'>,
  decision: string,
) =>
  api.call<Verification>('PUT', `/v1/customers/${customerId}/verifications/${id}/decision`, {
    decision,
    actor: 'officer-1',
    reason: 'The utility bill agrees.',
  });

export const cancelVerification = (api: ApiClient, { id, customerId }: Pick<Verification, 'id' | 'customerId'>) =>
  api.post<Verification>(`/v1/customers/${customerId}/verifications/${id}/cancel`);

/** Tells the simulator what to do. */
export async function script(stack: Stack, scenario: object): Promise<void> {
  const answer = await fetch(`${stack.simulatorUrl}/__sim/scenario`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(scenario),
  });
  if (answer.status !== 200) throw new Error(await answer.text());
}

/** What the simulator was sent about a case, as `POST /im/account/consumer`. */
export async function requestsAbout(stack: Stack, caseId: string): Promise<string[]> {
  const answer = await fetch(`${stack.simulatorUrl}/__sim/requests`);
  const { data } = (await answer.json()) as {
    data: { method: string; path: string; fields: { tid?: { value?: string } } }[];
  };
  return data
    .filter(({ path, fields }) => path.includes(caseId) || fields.tid?.value === caseId)
    .map(({ method, path }) => `${method} ${path.replace(caseId, '{case}')}`);
}

/** What the vendor's own people decide about a case. */
export async function decideAtVendor(stack: Stack, caseId: string, verdict: 'accepted' | 'rejected'): Promise<void> {
  const answer = await fetch(`${stack.simulatorUrl}/im/account/consumer/${caseId}/${verdict}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${merchant.id}:${merchant.key}`).toString('base64')}`,
    },
    body: '{}',
  });
  if (answer.status !== 200) throw new Error(await answer.text());
}

let moment = 1_520_000_000_000;

/** A message of the vendor, as it would send it. What it says of the case is not what decides. */
export async function notice(
  stack: Stack,
  body: object | string,
  credentials: string | null = webhookCredentials,
): Promise<{ status: number; text: string }> {
  const authorization =
    credentials === null ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  const answer = await fetch(`${stack.operator.baseUrl}/vendor-webhooks/identitymind`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text() };
}

/** The body of one, of a moment of its own. */
export function noticeOf(caseId: string, state = 'A') {
  moment += 1_000;
  const etr = [{ test: 'ed:1', fired: false, details: 'ed:1(false) = true', ts: moment, stage: '1' }];
  const reportedRule = {
    name: 'Rule',
    description: '',
    details: '',
    ruleId: 1002,
    resultCode: 'ACCEPT',
    testResults: [],
  };
  return {
    mtid: caseId,
    tid: caseId,
    state,
    rcd: '',
    ednaScoreCard: { sc: [], etr, er: { profile: 'DEFAULT', reportedRule } },
  };
}

export const identityCheckOf = ({ checks }: Verification, representativeId: string | null = null) => {
  const check = checks.find((each) => each.stage === 'identity' && each.representativeId === representativeId);
  if (check === undefined) throw new Error('There is no check of the identity.');
  return check;
};
