import { setTimeout as delay } from 'node:timers/promises';

import {
  type MagicFault,
  magicWordIn,
  type MagicWord,
  type MagicVerdict,
  simulatedAnswer,
  verdictOn,
} from '@bonafide/identity-vendors';
import type { FastifyInstance, FastifyReply } from 'fastify';

import { answerBadly } from '../faults';
import type { RecordedRequests } from '../recorded-requests';
import type { ScenarioInForce } from '../scenario';
import { imagesOf, problemOfApplication } from './application-check';
import { type AccountKind, Applications } from './applications';
import { isLetIn } from './basic-auth';
import { addCaseRoutes, type CaseParameters, kindOf } from './case-routes';
import { notify } from './notifications';

/** Long enough for the answer to the question to have been stored. */
const NOTIFIED_AFTER_MS = 300;

const impersonal = new Set(['tid', 'man', 'stage', 'profile', 'tti', 'docType', 'docCountry', 'validate']);

/** IdentityMind's interface of 1.19, as far as it is known. */
export class IdentityMindRoutes {
  private readonly applications = new Applications();
  /** Cases that were told to come back later, which the next time are let through. */
  private readonly throttled = new Set<string>();

  constructor(
    private readonly requests: RecordedRequests,
    private readonly scenario: ScenarioInForce,
  ) {}

  forget(): void {
    this.applications.forget();
    this.throttled.clear();
  }

  async add(http: FastifyInstance): Promise<void> {
    await http.register(
      async (routes) => {
        routes.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) =>
          done(null, body),
        );
        routes.addHook('onRequest', async ({ headers }, reply) =>
          isLetIn(headers.authorization) ? undefined : this.refuse(reply, 401, 'Unauthorized'),
        );
        routes.addHook('onResponse', async ({ method, url, body }, { statusCode }) =>
          this.record(method, url, statusCode, body),
        );
        this.addApplicationRoutes(routes);
        addCaseRoutes(routes, this.applications, (reply, status, message) => this.refuse(reply, status, message));
      },
      { prefix: '/im/account' },
    );
  }

  private addApplicationRoutes(routes: FastifyInstance): void {
    for (const kind of ['consumer', 'merchant'] as const) {
      routes.post(`/${kind}`, (request, reply) => this.submit(kind, request.body, reply));
    }
    // What it was called before.
    routes.post('/creation', (request, reply) => this.submit('consumer', request.body, reply));
    for (const path of ['/:kind(consumer|merchant)/:id', '/:kind(consumer|merchant)/v2/:id']) {
      routes.get<{ Params: CaseParameters }>(path, async ({ params }, reply) => {
        const { pollsUntilDecided } = this.scenario.current;
        const body = this.applications.read(kindOf(params), params.id, pollsUntilDecided);
        return body ?? this.refuse(reply, 404, 'No such application');
      });
    }
    routes.get<{ Params: CaseParameters }>('/:kind(consumer|merchant)/:id/attributes', async ({ params }, reply) =>
      this.applications.peek(kindOf(params), params.id) === null
        ? this.refuse(reply, 404, 'No such application')
        : { progress: 'DONE' },
    );
  }

  private async submit(kind: AccountKind, body: unknown, reply: FastifyReply): Promise<unknown> {
    const problem = problemOfApplication(body);
    if (problem !== null) return this.refuse(reply, 400, problem);
    const fields = body as Readonly<Record<string, unknown>>;
    const text = (key: string) => (typeof fields[key] === 'string' ? fields[key] : undefined);
    const images = imagesOf(fields);
    const scripted = this.scenario.takeNext();
    if (scripted?.delayMs !== undefined) await delay(scripted.delayMs, undefined, { ref: false });
    const word: MagicWord | undefined =
      scripted === undefined ? magicWordIn(['bln', 'amn', 'bsn', 'asn'].map(text)) : undefined;
    const fault = scripted?.fault ?? this.faultOf(word, text('tid'));
    const verdict = scripted?.verdict ?? word?.verdict ?? verdictOn(images);
    const stage = typeof fields.stage === 'number' ? fields.stage : null;
    const documentType = text('docType');
    const application = { kind, tid: text('tid') ?? null, stage, verdict, word, images, documentType };
    if (fault === undefined || isTakenUp(fault)) {
      const answer = this.applications.submit(application);
      if (word?.then !== undefined) void this.notifyOf(kind, answer.tid, word);
      if (fault === undefined) return answer;
    }
    return this.fail(reply, fault, verdict);
  }

  private faultOf(word: MagicWord | undefined, tid = ''): MagicFault | undefined {
    if (word?.fault !== 'status-429') return word?.fault;
    if (this.throttled.delete(tid)) return undefined;
    this.throttled.add(tid);
    return word.fault;
  }

  private async fail(reply: FastifyReply, fault: MagicFault, verdict: MagicVerdict): Promise<FastifyReply> {
    const good = simulatedAnswer(verdict, [], { tid: 'sim', mtid: 'sim', stage: 1, atMs: 0 });
    const { ednaScoreCard: _, ...withoutCard } = good;
    if (fault === 'missing-section') return reply.send(withoutCard);
    if (fault === 'legacy-shape')
      return reply.send({ ...withoutCard, merchantApplicationResponse: good, ednaScoreCard: { tr: [] } });
    await answerBadly(reply, fault, JSON.stringify(good));
    return reply;
  }

  /** A pending application that somebody is to be told of is decided at once, and they read the decision. */
  private async notifyOf(kind: AccountKind, tid: string, word: MagicWord): Promise<void> {
    const { webhook } = this.scenario.current;
    if (webhook === null || word.then === undefined) return;
    await delay(NOTIFIED_AFTER_MS, undefined, { ref: false });
    const beginning = this.applications.peek(kind, tid);
    const end = this.applications.decide(kind, tid, word.then);
    const inOrder = word.notifications === 'newest-first' ? [end, beginning] : [end];
    await notify(webhook, word.notifications === 'twice' ? [end, end] : inOrder);
  }

  private refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
    return reply.code(this.scenario.current.legacyErrors ? 200 : status).send({ error_message: message });
  }

  private record(method: string, url: string, status: number, body: unknown): void {
    const path = url.split('?')[0] ?? '';
    this.requests.add({ vendor: 'identitymind', method, path, status }, body, impersonal);
  }
}

/** Faults of the way back: the application was taken. */
const isTakenUp = (fault: MagicFault): boolean =>
  fault === 'lost-answer' || fault === 'latency' || fault === 'slow-body' || fault === 'truncated-json';
