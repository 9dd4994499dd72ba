import { answerOperations, type Readiness } from '@bonafide/observability';
import type { FastifyInstance } from 'fastify';

/** `/livez`, `/readyz` and `/metrics` on the API's own listener. */
export async function serveOperations(fastify: FastifyInstance, readiness: Readiness): Promise<void> {
  for (const path of ['/livez', '/readyz', '/metrics']) {
    fastify.get(path, async (_, reply) => {
      const answer = await answerOperations(path, readiness);
      return reply
        .code(answer?.status ?? 404)
        .type(answer?.contentType ?? 'text/plain')
        .send(answer?.body);
    });
  }
  fastify.get('/', async (_, reply) => reply.redirect('/docs'));
}
