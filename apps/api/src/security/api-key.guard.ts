import { ApiKeys, type Caller, RateLimits, type RateLimitVerdict } from '@bonafide/access';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';

import { Problem, wrongKindOfKey } from '../http/problem';
import type { CalledRequest } from './caller.decorator';
import { presentedApiKey } from './presented-api-key';
import { RequireScope, type RequiredScope } from './required-scope.decorator';

/** Who calls, whether they may, and whether they have not called too often. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly apiKeys: ApiKeys,
    private readonly rateLimits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<CalledRequest>();
    const apiKey = presentedApiKey(request.headers.authorization);
    if (apiKey === null) {
      throw new Problem('missing-api-key', 'Send the header "Authorization: Bearer <API key>".', [], challenge);
    }
    const caller = await this.apiKeys.authenticate(apiKey);
    if (caller === null) {
      throw new Problem(
        'unknown-api-key',
        'The API key is wrong, revoked or expired. Ask your operator for another.',
        [],
        challenge,
      );
    }
    request.caller = caller;
    const verdict = await this.rateLimits.take(caller.organizationId ?? caller.apiKeyId, caller.rateLimitPerMinute);
    tellLimit(http.getResponse<FastifyReply>(), verdict);
    this.checkScope(context, caller);
    return true;
  }

  private checkScope(context: ExecutionContext, { organizationId, scopes }: Caller): void {
    const required = this.reflector.get<RequiredScope | undefined>(RequireScope.key, context.getHandler());
    if (required === undefined) throw new Error('A route does not say which scope it needs.');
    if (required === 'any' || scopes.includes(required)) return;
    // An operator looks after jobs of all organizations.
    if (scopes.includes('operator') && required.startsWith('jobs:')) return;
    if (organizationId === null) throw wrongKindOfKey();
    throw new Problem('missing-scope', `The API key lacks the scope "${required}". Use a key that has it.`);
  }
}

const challenge = { 'www-authenticate': 'Bearer realm="Bonafide"' };

/** Header fields of draft-ietf-httpapi-ratelimit-headers. */
function tellLimit(
  reply: FastifyReply,
  { allowed, limit, windowSeconds, remaining, resetSeconds }: RateLimitVerdict,
): void {
  const headers = {
    'ratelimit-policy': `"default";q=${limit};w=${windowSeconds}`,
    ratelimit: `"default";r=${remaining};t=${resetSeconds}`,
  };
  void reply.headers(headers);
  if (allowed) return;
  throw new Problem('rate-limited', `The limit is ${limit} requests a minute. Try again in ${resetSeconds} s.`, [], {
    ...headers,
    'retry-after': String(resetSeconds),
  });
}
