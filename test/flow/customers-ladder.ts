import { type ApiAnswer, type ApiClient, eventually } from '@bonafide/testing';

export interface Customer {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly status: string;
  readonly hold: string | null;
  readonly facts: {
    readonly identityVerifiedAt: string | null;
    readonly taxIdVerifiedAt: string | null;
    readonly sanctions: {
      readonly state: string;
      readonly listSetId: string | null;
      readonly listsCheckedAt: string | null;
    };
  };
  readonly individual: Record<string, string> | null;
  readonly business: Record<string, string> | null;
  readonly email: string | null;
  readonly taxId: { readonly masked: string } | null;
  readonly phones: readonly { readonly id: string; readonly number: string }[];
  readonly addresses: readonly { readonly id: string; readonly type: string; readonly city: string }[];
  readonly representatives: readonly {
    readonly id: string;
    readonly firstName: string;
    readonly isBeneficialOwner: boolean;
    readonly taxId: { readonly masked: string } | null;
  }[];
  readonly externalIds: Readonly<Record<string, string>>;
  readonly duplicateCount: number;
}

export interface CustomerScreening {
  readonly screeningId: string;
  readonly representativeId: string | null;
  readonly cause: string;
  readonly isCurrent: boolean;
  readonly state: string;
  readonly lists: readonly { readonly id: string }[];
  readonly ageSeconds: number | null;
}

export interface StatusChange {
  readonly from: string | null;
  readonly to: string;
  readonly cause: string;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly evidence: readonly string[];
  readonly proposal: { readonly actor: string } | null;
}

/** A made-up person whom no list names, with all that a verification takes. */
export const anIndividual = (change: object = {}) => ({
  type: 'individual',
  individual: { firstName: 'Quillon', middleName: 'Tavish', lastName: 'Marbeck', birthDate: '1971-02-03' },
  email: 'quillon.marbeck@example.com',
  taxId: { type: 'ssn', number: '219-09-9999' },
  phones: [{ type: 'mobile', number: '+12175550123' }],
  addresses: [
    { type: 'primary', line1: '12 Test Street', city: 'Springfield', region: 'IL', postalCode: '62701', country: 'US' },
  ],
  ...change,
});

/** Who is on the made-up list. */
export const listedNames = { firstName: 'Ilmar', middleName: 'Quenby', lastName: 'Varnostra' };

/** A made-up wallet of somebody on that list, whose name is another. */
export const listedWallet = { currency: 'ETH', address: '0x00000000000000000000000000000000000b0a7e' };

export const by = (actor: string, change: object = {}) => ({ actor, reason: 'It was looked into.', ...change });

export async function create(api: ApiClient, body: object = anIndividual()): Promise<Customer> {
  const answer = await api.post<Customer>('/v1/customers', body);
  if (answer.status !== 201) throw new Error(`It was not accepted: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export const customerOf = async (api: ApiClient, id: string): Promise<Customer> =>
  (await api.get<Customer>(`/v1/customers/${id}`)).body;

/** Waits until all current screenings say together what is expected. */
export const whenSanctions = (api: ApiClient, id: string, state: string): Promise<Customer> =>
  eventually(async () => {
    const customer = await customerOf(api, id);
    return customer.facts.sanctions.state === state && customer;
  });

export const screeningsOf = async (api: ApiClient, id: string): Promise<readonly CustomerScreening[]> =>
  (await api.get<{ data: CustomerScreening[] }>(`/v1/customers/${id}/screenings`)).body.data;

/** Newest first. */
export const historyOf = async (api: ApiClient, id: string): Promise<readonly StatusChange[]> =>
  (await api.get<{ data: StatusChange[] }>(`/v1/customers/${id}/status-history`)).body.data;

/** The steps a customer has taken, oldest first. */
export const wayOf = async (api: ApiClient, id: string): Promise<string[]> =>
  [...(await historyOf(api, id))].reverse().map(({ to, cause }) => `${to} ${cause}`);

export const eligibilityOf = async (api: ApiClient, id: string, role: string) =>
  (await api.get<{ eligible: boolean; unmetRequirements: string[] }>(`/v1/customers/${id}/eligibility?role=${role}`))
    .body;

/** As somebody does who has just looked at the customer. */
export async function attest(
  api: ApiClient,
  id: string,
  fact: string,
  change: object = {},
): Promise<ApiAnswer<object>> {
  const { identityVersion } = (await api.get<{ identityVersion: number }>(`/v1/customers/${id}`)).body;
  return api.post<object>(`/v1/customers/${id}/attestations`, { fact, identityVersion, ...by('officer-1'), ...change });
}

export const move = (api: ApiClient, id: string, status: string, grounds: object = by('officer-1')) =>
  api.call<Customer & { proposal: { actor: string } | null }>('PUT', `/v1/customers/${id}/status`, {
    status,
    ...grounds,
  });

/** Decides about the one hit of a customer's current screenings. */
export async function decideHit(api: ApiClient, customerId: string, decision: 'dismiss' | 'confirm'): Promise<void> {
  const inReview = (await screeningsOf(api, customerId)).filter(({ state }) => state === 'in_review');
  for (const { screeningId } of inReview) {
    const { body } = await api.get<{ hits: { id: string; state: string }[] }>(`/v1/screenings/${screeningId}`);
    for (const { id, state } of body.hits) {
      if (state !== 'pending_review') continue;
      const reasonCode = decision === 'dismiss' ? 'birth-date-differs' : 'identification-agrees';
      const answer = await api.post(`/v1/screening-hits/${id}/dispositions`, { decision, reasonCode, actor: 'ana' });
      if (answer.status !== 201) throw new Error(`It was not decided: ${JSON.stringify(answer.body)}`);
    }
  }
}
