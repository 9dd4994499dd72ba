import { counter, gauge, latencyHistogram } from '@bonafide/observability';

export const callsTotal = counter('vendor_calls_total', 'Calls to vendors, and those that were kept back', [
  'vendor',
  'operation',
  'stage',
  'outcome',
]);

export const callSeconds = latencyHistogram('vendor_call_seconds', 'From the call to the end of the answer', [
  'vendor',
  'operation',
]);

export const circuitOpen = gauge('vendor_circuit_open', 'Whether this process leaves the vendor alone', ['vendor']);

export const costMicrosTotal = counter('vendor_cost_micros_total', 'Millionths of a US dollar that calls cost', [
  'vendor',
]);
