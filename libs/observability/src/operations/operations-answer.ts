import { registry } from '../metrics/metrics';
import type { Readiness } from './readiness.service';

export interface OperationsAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The answer of `/livez`, `/readyz` and `/metrics`, the same on every process; null for any other path. */
export async function answerOperations(path: string, readiness: Readiness): Promise<OperationsAnswer | null> {
  switch (path) {
    case '/livez':
      return json(200, { status: 'alive' });
    case '/readyz': {
      const report = await readiness.report();
      return json(report.ready ? 200 : 503, { status: report.ready ? 'ready' : 'not ready', checks: report.checks });
    }
    case '/metrics':
      return { status: 200, contentType: registry.contentType, body: await registry.metrics() };
    default:
      return null;
  }
}

function json(status: number, body: object): OperationsAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}
