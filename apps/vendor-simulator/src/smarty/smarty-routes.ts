import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { RecordedRequests } from '../recorded-requests';
import { candidatesFor, type SmartyInput } from './simulated-candidates';
import { isSmartyFault, type SmartyFault } from './smarty-fault';

const MAX_LOOKUPS = 100;
const MAX_BODY_BYTES = 32 * 1024;
/** What a caller has to say to be let in; `unpaid` is an account without a subscription. */
const AUTH_ID = 'simulated';
const AUTH_TOKEN = 'simulated-token';

const impersonal = new Set(['inputIds', 'matches', 'queryNames']);

/** Smarty's US Street API, made up: `/street-address`. `POST /__sim/smarty/faults` says what goes wrong next, in turn. */
export class SmartyRoutes {
  private faults: readonly SmartyFault[] = [];

  constructor(private readonly requests: RecordedRequests) {}

  forget(): void {
    this.faults = [];
  }

  add(http: FastifyInstance): void {
    http.post('/street-address', (request, reply) => this.answer(request, reply, request.body));
    http.get('/street-address', (request, reply) => this.answer(request, reply, [request.query]));
    http.post('/__sim/smarty/faults', async ({ body }, reply) => {
      if (!Array.isArray(body) || !body.every(isSmartyFault)) {
        const problem = 'An array of faults: {"kind", "times", "status", "retryAfterSeconds", "delayMs"}.';
        return reply.code(400).send({ problem });
      }
      this.faults = body;
      return reply.code(204).send();
    });
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, body: unknown): Promise<FastifyReply | undefined> {
    const refusal = refusalOf(request, body);
    this.record(request, body, refusal?.status ?? null);
    if (refusal !== null) return reply.code(refusal.status).send({ errors: [{ id: 0, message: refusal.message }] });
    const lookups = body as readonly SmartyInput[];
    const candidates = lookups.flatMap((lookup, index) => candidatesFor(lookup, index));
    const fault = this.nextFault();
    return fault === undefined ? reply.send(candidates) : failing(fault, reply, candidates);
  }

  private record({ method, url, query }: FastifyRequest, body: unknown, status: number | null): void {
    const lookups = Array.isArray(body) ? (body as readonly SmartyInput[]) : [];
    const fields = {
      lookups,
      inputIds: lookups.map(({ input_id }) => input_id ?? null),
      matches: [...new Set(lookups.map(({ match }) => match ?? null))],
      queryNames: Object.keys(Object(query) as object),
    };
    const path = url.split('?')[0] ?? '';
    this.requests.add({ vendor: 'smarty', method, path, status }, fields, impersonal);
  }

  private nextFault(): SmartyFault | undefined {
    const [fault, ...others] = this.faults;
    if (fault === undefined) return undefined;
    this.faults = fault.times > 1 ? [{ ...fault, times: fault.times - 1 }, ...others] : others;
    return fault;
  }
}

async function failing(
  { kind, status = 500, retryAfterSeconds, delayMs = 0 }: SmartyFault,
  reply: FastifyReply,
  candidates: readonly object[],
): Promise<FastifyReply | undefined> {
  const json = JSON.stringify(candidates);
  switch (kind) {
    case 'status':
      if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
      return reply.code(status).type('text/plain').send('The simulator was told to.');
    case 'latency':
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      return reply.send(candidates);
    case 'reset':
      reply.hijack();
      reply.raw.socket?.destroy();
      return undefined;
    case 'broken-body':
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': String(json.length) });
      reply.raw.write(json.slice(0, json.length / 2), () => reply.raw.socket?.destroy());
      return undefined;
    case 'truncated-json':
      return reply.type('application/json').send(json.slice(0, json.length / 2));
    case 'other-json':
      return reply.send({ candidates });
    case 'unknown-code':
      return reply.send(candidates.map((candidate) => ({ ...candidate, analysis: { dpv_match_code: 'Q' } })));
    case 'foreign-input':
      return reply.send(candidates.map((candidate) => ({ ...candidate, input_id: 'somebody-else' })));
  }
}

/** Smarty's own reasons to refuse a request. */
function refusalOf(
  request: FastifyRequest,
  body: unknown,
): { readonly status: number; readonly message: string } | null {
  const [id, token] = credentialsOf(request);
  if (id === 'unpaid') return { status: 402, message: 'There is no active subscription.' };
  if (id !== AUTH_ID || token !== AUTH_TOKEN) return { status: 401, message: 'The credentials are not known.' };
  const isLarge = Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES;
  if (isLarge || (Array.isArray(body) && body.length > MAX_LOOKUPS)) {
    return { status: 413, message: 'The request has more than 100 lookups or 32 KB.' };
  }
  const isRight = Array.isArray(body) && body.length > 0 && body.every(isInput);
  return isRight ? null : { status: 400, message: 'The body is no array of lookups.' };
}

const isInput = (value: unknown): value is SmartyInput =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([name, text]) => name === 'candidates' || typeof text === 'string');

function credentialsOf({ headers, query }: FastifyRequest): readonly (string | undefined)[] {
  const [scheme, basic = ''] = (headers.authorization ?? '').split(' ');
  if (scheme === 'Basic') return Buffer.from(basic, 'base64').toString().split(':');
  const { 'auth-id': id, 'auth-token': token } = query as Readonly<Record<string, string | undefined>>;
  return [id, token];
}
