import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';

import type { CalledRequest } from '../security/caller.decorator';
import { Changes } from './changes.service';
import { type OperationDetails, OperationMetadata } from './operation.decorator';

/**
 * Every request that changes something is one change. An upload goes on for minutes, in which no transaction may be open:
 * its handler makes the change at its end.
 */
@Injectable()
export class ChangeInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly changes: Changes,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<CalledRequest>();
    if (request.method === 'GET' || request.method === 'HEAD') return next.handle();
    const operation = this.reflector.get<OperationDetails>(OperationMetadata.key, context.getHandler());
    request.operation = operation;
    if (operation.isUpload) return next.handle();
    const reply = http.getResponse<FastifyReply>();
    const { body } = request;
    return from(
      this.changes.make({ request, reply, operation, body }, (tx) => {
        request.tx = tx;
        return lastValueFrom<unknown, undefined>(next.handle(), { defaultValue: undefined });
      }),
    );
  }
}
