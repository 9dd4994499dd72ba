import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { jobCatalog, type Lane, lanes } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { JobQueues } from '../queue/job-queues.service';
import { BOARD_CONTENT_POLICY, offeredPage } from './board-page';
import { BOARD_PATH, boardPathOf, isOffered } from './board-routes';

export interface BoardGuard {
  /** Whether the caller may see and use the board. */
  readonly isOperator: (request: FastifyRequest) => Promise<boolean>;
  /** Ends a request that must go no further. */
  readonly refuse: (
    request: FastifyRequest,
    reply: FastifyReply,
    reason: 'not-operator' | 'not-offered' | 'other-site',
  ) => void;
}

/** Bull Board on the API's listener, for operators. */
@Injectable()
export class BullBoardMount {
  constructor(private readonly queues: JobQueues) {}

  /**
   * The hook stands before every route of the whole listener and looks at the URL as well as at the route that was
   * found: a guard on the board's page alone would leave its API open.
   */
  async mount(fastify: FastifyInstance, guard: BoardGuard): Promise<void> {
    fastify.addHook('onRequest', async (request, reply) => {
      const path = boardPathOf(request.url) ?? boardPathOf(request.routeOptions.url ?? '');
      if (path === null) return;
      if (!(await guard.isOperator(request))) guard.refuse(request, reply, 'not-operator');
      else if (!isOffered(request.method, path)) guard.refuse(request, reply, 'not-offered');
      // Browsers send a remembered password with requests that other sites make them send.
      else if (request.method !== 'GET' && isFromOtherSite(request)) guard.refuse(request, reply, 'other-site');
      return reply.sent ? reply : undefined;
    });
    fastify.addHook('onSend', async (request, reply, payload) => {
      const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
      if (!isPage || typeof payload !== 'string' || boardPathOf(request.url) === null) return payload;
      void reply.header('content-security-policy', BOARD_CONTENT_POLICY);
      return offeredPage(payload);
    });
    const adapter = new FastifyAdapter().setBasePath(BOARD_PATH);
    createBullBoard({
      queues: jobCatalog.flatMap((job) =>
        lanes.map(
          (lane) => new BullMQAdapter(this.queues.of(job, lane), { ...retries, description: describe(job.type, lane) }),
        ),
      ),
      serverAdapter: adapter,
      options: {
        uiConfig: {
          boardTitle: 'Bonafide',
          hideDocsLink: true,
          hideRedisDetails: true,
          showMetrics: false,
          pollingInterval: { showSetting: true },
        },
      },
    });
    await fastify.register(adapter.registerPlugin(), { prefix: BOARD_PATH });
  }
}

/** Of failed attempts only: a completed job has nothing to try again. */
const retries = { allowRetries: true, allowCompletedRetries: false };

function isFromOtherSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return typeof site === 'string' && site !== 'same-origin' && site !== 'none';
}

const describe = (type: string, lane: Lane): string =>
  `Messages about ${lane} ${type} jobs. The ledger (GET /v1/jobs) is the truth.`;
