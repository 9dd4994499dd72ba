import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { eventually, type Organization, Stack, WebhookReceiver } from '@bonafide/testing';

interface Span {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

/** The part of an OTLP/HTTP JSON request that is looked at here. */
interface ExportedTraces {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
    };
    readonly scopeSpans: readonly { readonly spans: readonly Omit<Span, 'service'>[] }[];
  }[];
}

/** An OpenTelemetry collector that keeps what it is sent. */
class Collector {
  readonly spans: Span[] = [];
  /** All that was sent, byte for byte. */
  text = '';

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Collector> {
    const server = createServer();
    const collector = new Collector(server);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        if (request.url === '/v1/traces') collector.keep(body);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  of(traceId: string): readonly Span[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private keep(body: string): void {
    this.text += body;
    for (const { resource, scopeSpans } of (JSON.parse(body) as ExportedTraces).resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      this.spans.push(...scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service }))));
    }
  }
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** The spans of one screening with one webhook, from the request on. */
const journey = [
  ['api', 'POST /v1/screenings'],
  ['ofac-screening-worker', 'job ofac-screening'],
  ['webhook-delivery-worker', 'job webhook-delivery'],
  ['webhook-delivery-worker', 'webhook POST'],
] as const;

describe('a trace', () => {
  let collector: Collector;
  let receiver: WebhookReceiver;
  let stack: Stack;
  let acme: Organization;

  beforeAll(async () => {
    [collector, receiver] = [await Collector.start(), await WebhookReceiver.start()];
    stack = await Stack.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, WEBHOOK_RETRY_SECONDS: '0.1' } });
    acme = await stack.newOrganization('Acme');
    await acme.api.post('/v1/webhook-endpoints', { url: receiver.url });
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    await collector.stop();
    await receiver.stop();
  }, 30_000);

  const screen = async (headers: Record<string, string> = {}, name = 'Test Subject'): Promise<string> => {
    const { status, body } = await acme.api.post<{ id: string }>('/v1/screenings', { name }, headers);
    expect(status).toBe(202);
    return body.id;
  };

  const traceparentOfWebhook = async (screeningId: string): Promise<{ traceId: string; spanId: string }> => {
    const webhook = await eventually(() => receiver.about(screeningId)[0] ?? false, { withinMs: 20_000 });
    const [, traceId, spanId] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/.exec(String(webhook.headers.traceparent)) ?? [];
    return { traceId: traceId ?? '', spanId: spanId ?? '' };
  };

  const journeyOf = (traceId: string): Promise<Span[]> =>
    eventually(() => {
      const found = journey.map(([service, name]) =>
        collector.of(traceId).find((span) => span.service === service && span.name === name),
      );
      return found.every((span) => span !== undefined) && found;
    });

  it('that the client began goes on through the request, the jobs and the webhook', async () => {
    const [traceId, clientSpan] = [hex(16), hex(8)];
    const id = await screen({ traceparent: `00-${traceId}-${clientSpan}-01` });

    const webhook = await traceparentOfWebhook(id);
    expect(webhook.traceId).toBe(traceId);
    const spans = await journeyOf(traceId);
    expect(spans.map(({ parentSpanId }) => parentSpanId)).toEqual([
      clientSpan,
      ...spans.slice(0, -1).map(({ spanId }) => spanId),
    ]);
    expect(webhook.spanId).toBe(spans.at(-1)?.spanId);
  }, 30_000);

  it.each(['', 'nonsense', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`])(
    'begins with the request when the client sends %p for one',
    async (traceparent) => {
      const id = await screen(traceparent === '' ? {} : { traceparent });
      const { traceId } = await traceparentOfWebhook(id);
      const [request] = await journeyOf(traceId);
      expect(request?.parentSpanId ?? '').toBe('');
    },
    30_000,
  );

  it('stays the one of its own request though many are worked on together', async () => {
    const traces = Array.from({ length: 40 }, () => hex(16));
    const ids = await Promise.all(traces.map((traceId) => screen({ traceparent: `00-${traceId}-${hex(8)}-01` })));
    const arrived = await Promise.all(ids.map((id) => traceparentOfWebhook(id)));
    expect(arrived.map(({ traceId }) => traceId)).toEqual(traces);
  }, 60_000);

  it('has a span for every attempt at a webhook', async () => {
    receiver.nextResponses.push({ status: 503 });
    const traceId = hex(16);
    const id = await screen({ traceparent: `00-${traceId}-${hex(8)}-01` });
    await eventually(() => receiver.about(id).length === 2, { withinMs: 20_000 });
    const attempts = await eventually(() => {
      const found = collector.of(traceId).filter(({ name }) => name === 'webhook POST');
      return found.length === 2 && found;
    });
    const sent = receiver.about(id).map(({ headers }) => String(headers.traceparent).split('-')[2]);
    expect(new Set(sent)).toEqual(new Set(attempts.map(({ spanId }) => spanId)));
  }, 30_000);

  it('tells nothing of the one who is screened', async () => {
    const marker = `Quorvina${hex(4)}`;
    const traceId = hex(16);
    await traceparentOfWebhook(await screen({ traceparent: `00-${traceId}-${hex(8)}-01` }, marker));
    await journeyOf(traceId);
    expect(collector.text).toContain(traceId);
    expect(collector.text).not.toContain(marker);
    expect(collector.text).not.toContain('bfk_test_');
  }, 30_000);
});
