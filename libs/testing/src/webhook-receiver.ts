import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedWebhook {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: {
    readonly type: string;
    readonly data: { readonly id: string; readonly state: string; readonly sequence: number };
  };
  readonly receivedAt: number;
}

export interface WebhookResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How long the answer is kept back. */
  readonly delayMs?: number;
}

/** A customer's server. Answers 200 unless told otherwise, and keeps what it was sent. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  /** What to answer to the next requests; afterwards 200. */
  readonly nextResponses: WebhookResponse[] = [];
  /** What to answer whenever `nextResponses` is empty. */
  response: WebhookResponse = { status: 200 };
  /** How many connections were opened, whether or not anything was sent over them. */
  connections = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('connection', () => (receiver.connections += 1));
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        receiver.received.push({
          id: String(request.headers['webhook-id']),
          headers: request.headers,
          body,
          event: JSON.parse(body) as ReceivedWebhook['event'],
          receivedAt: Date.now(),
        });
        const answer = receiver.nextResponses.shift() ?? receiver.response;
        setTimeout(() => {
          response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
        }, answer.delayMs ?? 0).unref();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhooks`;
  }

  about(objectId: string): ReceivedWebhook[] {
    return this.received.filter(({ event }) => event.data.id === objectId);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
