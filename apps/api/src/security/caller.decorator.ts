import type { Caller } from '@bonafide/access';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import type { OperationDetails } from '../http/operation.decorator';
import { wrongKindOfKey } from '../http/problem';

/** What the guard and the interceptor put on a request, for the handler. */
export interface CalledRequest extends FastifyRequest {
  caller?: Caller;
  tx?: Transaction;
  operation?: OperationDetails;
}

const requestOf = (context: ExecutionContext): CalledRequest => context.switchToHttp().getRequest<CalledRequest>();

/** Who calls. */
export const TheCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = requestOf(context);
  if (caller === undefined) throw new Error('A route without a guard asked for its caller.');
  return caller;
});

/** The organization that the key belongs to. It never comes from anywhere else. */
export const TheOrganization = createParamDecorator((_: unknown, context: ExecutionContext): OrganizationId => {
  const organizationId = requestOf(context).caller?.organizationId ?? null;
  if (organizationId !== null) return organizationId;
  throw wrongKindOfKey();
});

/** The transaction of a request that changes something; it commits when the handler has returned. */
export const InTransaction = createParamDecorator((_: unknown, context: ExecutionContext): Transaction => {
  const { tx } = requestOf(context);
  if (tx === undefined) throw new Error('A route that reads asked for a transaction.');
  return tx;
});
