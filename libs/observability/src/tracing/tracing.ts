import { loadConfig } from '@bonafide/configuration';
import { type Attributes, context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

import { TracingConfig } from './tracing.config';

let provider: NodeTracerProvider | undefined;

/** Sends spans to the collector that the environment names; without one, tracing costs nothing. */
export function startTracing(serviceName: string): void {
  const endpoint = loadConfig(TracingConfig).OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined || provider !== undefined) return;
  provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [
      new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` }), {
        scheduledDelayMillis: 1_000,
      }),
    ],
  });
  provider.register();
}

export async function stopTracing(): Promise<void> {
  await provider?.shutdown().catch(() => undefined);
  provider = undefined;
}

/** Whether spans are sent anywhere. */
export const isTracing = (): boolean => provider !== undefined;

/** The current trace as a W3C `traceparent`, to be stored with a job or sent with a request; null when none is recorded. */
export function currentTraceparent(): string | null {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent ?? null;
}

/** Runs the work in a span of its own that continues the trace of `traceparent`. Attributes hold ids and words only. */
export async function inSpan<Result>(
  name: string,
  kind: 'server' | 'consumer' | 'client',
  traceparent: string | null,
  attributes: Attributes,
  work: () => Promise<Result>,
): Promise<Result> {
  if (provider === undefined) return work();
  const parent = traceparent === null ? context.active() : propagation.extract(context.active(), { traceparent });
  const span = trace.getTracer('bonafide').startSpan(name, { kind: spanKinds[kind], attributes }, parent);
  return context.with(trace.setSpan(parent, span), async () => {
    try {
      return await work();
    } catch (error) {
      // The class only: a message may hold personal data.
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : typeof error });
      throw error;
    } finally {
      span.end();
    }
  });
}

const spanKinds = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT };
