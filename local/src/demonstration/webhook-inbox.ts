import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Webhook } from 'standardwebhooks';

import type { Api } from './api';

const description = 'npm start';

export interface InboxMessage {
  readonly type: string;
  /** What the event is about. */
  readonly objectId: string;
  /** Milliseconds of `performance.now()`. */
  readonly receivedAt: number;
  readonly isGenuine: boolean;
}

/** A receiver of webhooks on this machine, which checks every signature with the Standard Webhooks library. */
export class WebhookInbox {
  private readonly messages = new Map<string, InboxMessage>();
  private forgeries = 0;
  private verifier: Webhook | null = null;

  private constructor(private readonly server: Server) {}

  static async open(api: Api): Promise<WebhookInbox> {
    const server = createServer();
    const inbox = new WebhookInbox(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        response.writeHead(inbox.take(Buffer.concat(chunks).toString(), headers) ? 204 : 401).end();
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    await inbox.subscribe(api);
    return inbox;
  }

  /** Messages with a signature that does not fit. */
  get forged(): number {
    return this.forgeries;
  }

  /** The first message that tells what came of it. */
  about(objectId: string): InboxMessage | undefined {
    return this.messages.get(objectId);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Endpoints of earlier starts listen no more. */
  private async subscribe(api: Api): Promise<void> {
    interface Endpoint {
      readonly id: string;
      readonly description: string | null;
    }
    const { data } = await api.get<{ data: Endpoint[] }>('/v1/webhook-endpoints?limit=200');
    for (const endpoint of data.filter((each) => each.description === description)) {
      await api.delete(`/v1/webhook-endpoints/${endpoint.id}`);
    }
    const { port } = this.server.address() as AddressInfo;
    const { secret } = await api.post<{ secret: string }>('/v1/webhook-endpoints', {
      url: `http://127.0.0.1:${port}/webhooks`,
      eventTypes: ['screening.*', 'verification.*'],
      description,
    });
    this.verifier = new Webhook(secret);
  }

  private take(body: string, headers: Record<string, string>): boolean {
    const receivedAt = performance.now();
    const isGenuine = this.isGenuine(body, headers);
    if (!isGenuine) {
      this.forgeries += 1;
      return false;
    }
    const { type, data } = JSON.parse(body) as { type: string; data: { id: string } };
    // That something was begun is no answer.
    if (/\.(created|processing)$/.test(type)) return true;
    if (!this.messages.has(data.id)) this.messages.set(data.id, { type, objectId: data.id, receivedAt, isGenuine });
    return true;
  }

  private isGenuine(body: string, headers: Record<string, string>): boolean {
    try {
      this.verifier?.verify(body, headers);
      return this.verifier !== null;
    } catch {
      return false;
    }
  }
}
