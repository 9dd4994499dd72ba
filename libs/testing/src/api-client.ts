export interface ApiAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Calls the API as a customer's program does. */
export class ApiClient {
  constructor(
    readonly baseUrl: string,
    readonly apiKey: string | null,
  ) {}

  as(apiKey: string | null): ApiClient {
    return new ApiClient(this.baseUrl, apiKey);
  }

  get<Body = Record<string, never>>(path: string): Promise<ApiAnswer<Body>> {
    return this.call<Body>('GET', path);
  }

  post<Body = Record<string, never>>(
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<Body>> {
    return this.call<Body>('POST', path, body, headers);
  }

  patch<Body = Record<string, never>>(path: string, body: unknown): Promise<ApiAnswer<Body>> {
    return this.call<Body>('PATCH', path, body);
  }

  delete<Body = Record<string, never>>(path: string): Promise<ApiAnswer<Body>> {
    return this.call<Body>('DELETE', path);
  }

  async call<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<Body>> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.apiKey === null ? {} : { authorization: `Bearer ${this.apiKey}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson && text !== '' ? JSON.parse(text) : text) as Body,
    };
  }
}

/** What is sent as it is. */
const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array;
