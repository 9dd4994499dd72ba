/** A problem that the API answered, RFC 9457. */
export interface ApiProblem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer?: string; readonly detail: string }[];
}

export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(readonly problem: ApiProblem) {
    super(problem.detail);
  }
}

/** The API as a client's program calls it. */
export class Api {
  constructor(
    readonly baseUrl: string,
    private readonly apiKey: string,
  ) {}

  as(apiKey: string): Api {
    return new Api(this.baseUrl, apiKey);
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.call<Answer>('GET', path);
  }

  post<Answer>(path: string, body: object): Promise<Answer> {
    return this.call<Answer>('POST', path, body);
  }

  async delete(path: string): Promise<void> {
    await this.call('DELETE', path);
  }

  /** @throws ApiError */
  private async call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new ApiError(JSON.parse(text) as ApiProblem);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }
}
