import type { ApiAnswer } from './api-client';

/** RFC 9457, as the API answers it. */
interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly {
    readonly pointer?: string;
    readonly parameter?: string;
    readonly header?: string;
    readonly detail: string;
  }[];
  readonly requestId: string;
}

/** Checks what is true of every problem that the API answers, and gives its body for the rest. */
export function expectProblem(answer: ApiAnswer<unknown>, status: number, code: string): ProblemBody {
  const body = answer.body as ProblemBody;
  expect({ status: answer.status, code: body.code }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({ type: `urn:bonafide:problem:${code}`, status });
  expect(body.title).not.toBe('');
  expect(body.detail).not.toBe('');
  expect(body.requestId).toBe(answer.headers.get('x-request-id'));
  return body;
}
