import { isUnreachable } from '@bonafide/database';
import { describeError, log } from '@bonafide/observability';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Problem } from './problem';
import { notJson } from './upload-routes';

/** Every error leaves as a problem, and none with more than it should say. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    sendProblem(http.getResponse<FastifyReply>(), request, problemOf(error, request));
  }
}

export function sendProblem(reply: FastifyReply, request: FastifyRequest, problem: Problem): void {
  void reply
    .code(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send(JSON.stringify(problem.toBody(request.id)));
}

export function problemOf(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  // So does what a hook has refused come: in an exception of Nest's.
  if (error instanceof HttpException && error.cause instanceof Problem) return error.cause;
  const known = byFastifyCode(error) ?? byStatus(error) ?? byPostgres(error);
  if (known !== null) return known;
  log.error('http.unexpected-error', {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url,
    ...describeError(error),
  });
  return new Problem(
    'internal-error',
    `Nothing was stored. Try again; if it stays, give the operator the request id ${request.id}.`,
  );
}

function byFastifyCode(error: unknown): Problem | null {
  // Nest hands on what Fastify has refused in an exception of its own.
  const refusal = error instanceof HttpException ? error.cause : error;
  const { code, statusCode } = (refusal ?? {}) as { code?: unknown; statusCode?: unknown };
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem('body-too-large', 'The body may have 4 MiB. Send fewer rows in one call.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return notJson();
    case 'FST_ERR_BAD_URL':
      return new Problem('invalid-parameter', 'The path could not be decoded. Check its percent signs.');
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new Problem('not-found', 'There is no such route. The routes are listed under /docs.');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new Problem(
        'malformed-json',
        'The body could not be read as JSON. Check commas, quotes and the content length.',
      );
    default:
      return refusal instanceof SyntaxError && statusCode === 400
        ? new Problem('malformed-json', 'The body could not be read as JSON. Check commas, quotes and brackets.')
        : null;
  }
}

function byStatus(error: unknown): Problem | null {
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown }).statusCode;
  if (status === 404) return new Problem('not-found', 'There is no such route. The routes are listed under /docs.');
  if (status === 405) return new Problem('method-not-allowed', 'The routes and their methods are listed under /docs.');
  if (status === 400) return new Problem('malformed-json', 'The request could not be read.');
  return null;
}

function byPostgres(error: unknown): Problem | null {
  if (!isUnreachable(error)) return null;
  return new Problem(
    'not-available',
    'The database does not answer. Try again in a moment; with the same Idempotency-Key nothing is done twice.',
    [],
    {
      'retry-after': '2',
    },
  );
}
