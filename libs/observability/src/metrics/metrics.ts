import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * This process's Prometheus metrics. Labels are closed words (job types, states, routes as declared), never ids or
 * values of people: every distinct label value is a time series, and a metric is readable by whoever scrapes.
 */
export const registry = new Registry();

let collecting = false;

/** Starts Node's own metrics (memory, event loop lag, garbage collection), once a process. */
export function collectProcessMetrics(): void {
  if (collecting) return;
  collecting = true;
  collectDefaultMetrics({ register: registry, prefix: 'bonafide_' });
}

const latencyBucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

export function counter<const Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) {
  return new Counter<Label>({ name: `bonafide_${name}`, help, labelNames: [...labelNames], registers: [registry] });
}

export function gauge<const Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) {
  return new Gauge<Label>({ name: `bonafide_${name}`, help, labelNames: [...labelNames], registers: [registry] });
}

/** A histogram of seconds. */
export function latencyHistogram<const Label extends string>(
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
) {
  return new Histogram<Label>({
    name: `bonafide_${name}`,
    help,
    labelNames: [...labelNames],
    buckets: latencyBucketsSeconds,
    registers: [registry],
  });
}
