/** Where in the request something is wrong: a JSON pointer into the body, or the name of a parameter or header. */
export interface ProblemAt {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly header?: string;
  /** What is wrong and what would be right. Never the value. */
  readonly detail: string;
}

interface ProblemWords {
  readonly status: number;
  readonly title: string;
}

const problems = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'invalid-parameter': { status: 400, title: 'A parameter is not right' },
  'invalid-header': { status: 400, title: 'A header is not right' },
  'upload-cut-off': { status: 400, title: 'The upload ended before the file did' },
  'missing-api-key': { status: 401, title: 'There is no API key' },
  'unknown-api-key': { status: 401, title: 'The API key is not known' },
  'missing-scope': { status: 403, title: 'The API key may not do this' },
  'wrong-kind-of-key': { status: 403, title: 'This needs another kind of API key' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This method is not offered here' },
  'upload-too-slow': { status: 408, title: 'The upload took too long' },
  'state-conflict': { status: 409, title: 'Its state does not allow this' },
  'requirements-unmet': { status: 409, title: 'What this takes is not there yet' },
  'another-person-needed': { status: 409, title: 'Another person has to do this' },
  'idempotency-in-flight': { status: 409, title: 'The first call with this key is still being worked on' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be of another type' },
  'validation-failed': { status: 422, title: 'The body is not right' },
  'idempotency-other-body': { status: 422, title: 'This key was used with another body' },
  'unreadable-file': { status: 422, title: 'The file cannot be read' },
  'target-not-allowed': { status: 422, title: 'Webhooks must not be sent there' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  'not-available': { status: 503, title: 'Not available at the moment' },
} as const satisfies Record<string, ProblemWords>;

export type ProblemCode = keyof typeof problems;
export const problemCodes = Object.keys(problems) as readonly ProblemCode[];

/** An error as the caller sees it: RFC 9457 `application/problem+json`. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly errors: readonly ProblemAt[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
    /** For programs, with `requirements-unmet`: what is missing. */
    readonly unmetRequirements: readonly string[] = [],
  ) {
    super(problems[code].title);
  }

  static statusOf(code: ProblemCode): number {
    return problems[code].status;
  }

  get status(): number {
    return Problem.statusOf(this.code);
  }

  toBody(requestId: string) {
    return {
      type: `urn:bonafide:problem:${this.code}`,
      title: problems[this.code].title,
      status: this.status,
      detail: this.detail,
      code: this.code,
      ...(this.errors.length === 0 ? {} : { errors: this.errors }),
      ...(this.unmetRequirements.length === 0 ? {} : { unmetRequirements: this.unmetRequirements }),
      requestId,
    };
  }
}

/** The same words for what is not there and for what belongs to somebody else. */
export const notFound = (what: string): Problem =>
  new Problem('not-found', `There is no ${what} with this id in your organization. Check the id and the API key.`);

/** An operator runs the installation and sees nobody's screenings. */
export const wrongKindOfKey = (): Problem =>
  new Problem(
    'wrong-kind-of-key',
    'An operator key belongs to no organization. Use a key of the organization (POST /v1/organizations/{id}/api-keys makes one).',
  );
