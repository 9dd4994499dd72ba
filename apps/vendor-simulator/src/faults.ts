import { setTimeout as delay } from 'node:timers/promises';

import type { MagicFault } from '@bonafide/identity-vendors';
import type { FastifyReply } from 'fastify';

const json = 'application/json';

/** The answers that are answers, if bad ones. `body` is what a good answer would have been. */
const answers: Partial<Record<MagicFault, (body: string) => readonly [status: number, type: string, text: string]>> = {
  'status-400': () => [400, json, '{"error_message":"Bad data format:The request was refused by a magic value."}'],
  'status-401': () => [401, json, '{"error_message":"Unauthorized"}'],
  'status-403': () => [403, json, '{"error_message":"Forbidden"}'],
  'status-404': () => [404, json, '{"error_message":"No such application"}'],
  'status-409': () => [409, json, '{"error_message":"Conflict"}'],
  'status-422': () => [422, json, '{"error_message":"The request cannot be processed"}'],
  'status-429': () => [429, json, '{"error_message":"Too many requests"}'],
  'status-500': () => [500, 'text/plain', 'It works!'],
  'status-503': () => [503, json, '{"error_message":"Down for maintenance"}'],
  'error-message': () => [200, json, '{"transaction_status":"error","error_message":"Something went wrong"}'],
  'truncated-json': (body) => [200, json, body.slice(0, body.length / 2)],
  'wrong-content-type': () => [200, 'text/html', '<!doctype html><title>Welcome</title>'],
};

/** Answers badly, or not at all. */
export async function answerBadly(reply: FastifyReply, fault: MagicFault, body: string): Promise<void> {
  const answer = answers[fault];
  if (answer !== undefined) {
    const [status, type, text] = answer(body);
    if (status === 429) reply.header('retry-after', '1');
    await reply.code(status).type(type).send(text);
    return;
  }
  reply.hijack();
  if (fault === 'slow-body') return dribble(reply, body);
  // Until whoever asks has had enough.
  if (fault === 'latency') return;
  reply.raw.destroy();
}

/** Half of the body, byte by byte. */
async function dribble({ raw }: FastifyReply, body: string): Promise<void> {
  raw.writeHead(200, { 'content-type': json, 'content-length': Buffer.byteLength(body) });
  for (const character of body.slice(0, body.length / 2)) {
    if (raw.destroyed) return;
    raw.write(character);
    await delay(100, undefined, { ref: false });
  }
}
