import { randomUUID } from 'node:crypto';

import { ApiKeys } from '@bonafide/access';
import { loadConfig } from '@bonafide/configuration';
import { BullBoardMount, JobSubjects } from '@bonafide/job-runtime';
import { collectProcessMetrics, ListenerConfig, NestLogger, Readiness, TlsCertificate } from '@bonafide/observability';
import { VendorNotices } from '@bonafide/verifications';
import { ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Server } from 'node:https';

import { ApiModule } from './api.module';
import { problemOf, sendProblem } from './http/problem.filter';
import { prepareUploads } from './http/upload-routes';
import { bodyProblem, queryProblem } from './http/validation';
import { serveOpenApi } from './openapi/openapi.service';
import { boardGuard } from './operations/board-guard';
import { serveOperations } from './operations/operations-routes';
import { observeRequests } from './operations/request-observation';
import { receiveVendorNotices } from './verifications/vendor-webhooks';

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** The API, complete and not yet listening. */
export async function createApi(): Promise<NestFastifyApplication> {
  const tls = tlsOf(loadConfig(ListenerConfig));
  const adapter = new FastifyAdapter({
    ...(tls === null ? {} : { https: tls.read() }),
    bodyLimit: MAX_BODY_BYTES,
    requestIdHeader: false,
    genReqId: requestId,
    // So that a client that stops in the middle of a request does not hold a shutdown up.
    forceCloseConnections: true,
    frameworkErrors: refuse,
    routerOptions: { ignoreTrailingSlash: true },
  } as ConstructorParameters<typeof FastifyAdapter>[0]);
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule, adapter, {
    logger: new NestLogger(),
    abortOnError: false,
    // Nest would read forms as well.
    bodyParser: false,
  });
  app.get(JobSubjects).requireFor();
  collectProcessMetrics();
  app.useGlobalPipes(bodyValidation());
  const fastify = adapter.getInstance<FastifyInstance>();
  fastify.removeContentTypeParser('text/plain');
  observeRequests(fastify);
  prepareUploads(fastify);
  await serveOperations(fastify, app.get(Readiness));
  await app.get(BullBoardMount).mount(fastify, boardGuard(app.get(ApiKeys)));
  await receiveVendorNotices(fastify, app.get(VendorNotices));
  serveOpenApi(app);
  if (tls !== null) {
    const stopWatching = tls.keepFresh(fastify.server as unknown as Server);
    fastify.addHook('onClose', async () => stopWatching());
  }
  return app;
}

function tlsOf({ TLS_CERT_FILE, TLS_KEY_FILE }: ListenerConfig): TlsCertificate | null {
  return TLS_CERT_FILE === undefined || TLS_KEY_FILE === undefined
    ? null
    : new TlsCertificate(TLS_CERT_FILE, TLS_KEY_FILE);
}

/** What the router refuses it refuses before any hook has run. */
function refuse(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('x-request-id', request.id);
  sendProblem(reply, request, problemOf(error, request));
}

/** The caller's own, if it is one that can safely be logged. */
function requestId(request: FastifyRequest['raw']): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9_-]{8,64}$/.test(given) ? given : `req_${randomUUID()}`;
}

function bodyValidation(): ValidationPipe {
  const options = { transform: true, whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true };
  const [body, query] = [
    new ValidationPipe({ ...options, exceptionFactory: bodyProblem }),
    new ValidationPipe({ ...options, exceptionFactory: queryProblem }),
  ];
  return {
    // A POST without a body is a POST of nothing.
    transform: (value, metadata) =>
      metadata.type === 'query'
        ? query.transform(value, metadata)
        : body.transform(metadata.type === 'body' ? (value ?? {}) : value, metadata),
  } as ValidationPipe;
}
