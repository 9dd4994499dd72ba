import { log } from '@bonafide/observability';
import { request } from 'undici';

import type { Scenario } from '../scenario';

/** Posts how applications stand to the URL of the scenario, in the order given, each when the one before was answered. */
export async function notify(webhook: Scenario['webhook'], bodies: readonly (object | null)[]): Promise<void> {
  if (webhook === null) return;
  const authorization = `Basic ${Buffer.from(webhook.credentials).toString('base64')}`;
  for (const body of bodies) {
    if (body === null) continue;
    const headers = { 'content-type': 'application/json', authorization };
    try {
      const answer = await request(webhook.url, { method: 'POST', headers, body: JSON.stringify(body) });
      await answer.body.dump();
      log.info('simulator.notified', { status: answer.statusCode });
    } catch {
      // Nobody is there to be told; whoever scripted it sees that nothing came.
      log.warn('simulator.notification-failed');
    }
  }
}
