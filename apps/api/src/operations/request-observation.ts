import { inSpan, isTracing, latencyHistogram, log } from '@bonafide/observability';
import type { FastifyInstance } from 'fastify';

import type { CalledRequest } from '../security/caller.decorator';

const seconds = latencyHistogram('http_request_seconds', 'Requests to the API', ['method', 'route', 'status']);
const quiet = new Set(['/livez', '/readyz', '/metrics']);

/** One log line, one measurement and one span a request. The route as declared, never the URL: it may hold anything. */
export function observeRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    void reply.header('x-content-type-options', 'nosniff');
    const route = request.routeOptions.url ?? 'unknown';
    if (!isTracing()) {
      done();
      return;
    }
    const traceparent = request.headers.traceparent;
    const finished = new Promise<void>((resolve) => {
      reply.raw.once('close', resolve);
    });
    // The rest of the request runs inside, so that what it submits carries the trace on.
    void inSpan(
      `${request.method} ${route}`,
      'server',
      typeof traceparent === 'string' ? traceparent : null,
      { 'http.route': route },
      () => {
        done();
        return finished;
      },
    );
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'unknown';
    seconds.observe({ method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    if (!quiet.has(route)) {
      const { apiKeyId, organizationId } = (request as CalledRequest).caller ?? {};
      log.info('http.request', {
        requestId: request.id,
        method,
        route,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        apiKeyId,
        organizationId: organizationId ?? undefined,
      });
    }
    done();
  });
}
