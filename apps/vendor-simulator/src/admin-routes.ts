import type { FastifyInstance } from 'fastify';

import type { RecordedRequests } from './recorded-requests';
import type { ScenarioInForce } from './scenario';

/** To script the simulator, to see what it received, and to begin anew. */
export function addAdminRoutes(
  http: FastifyInstance,
  requests: RecordedRequests,
  scenario: ScenarioInForce,
  forget: () => void,
): void {
  http.get('/__sim/requests', () => ({ data: requests.all() }));
  http.get('/__sim/scenario', () => scenario.current);
  http.post('/__sim/scenario', async ({ body }, reply) => {
    const problem = scenario.change(body);
    return problem === null ? scenario.current : reply.code(400).send({ problem });
  });
  http.post('/__sim/reset', async (_request, reply) => {
    scenario.reset();
    requests.forget();
    forget();
    return reply.code(204).send();
  });
}
