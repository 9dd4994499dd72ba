import type { MagicVerdict } from '@bonafide/identity-vendors';
import type { FastifyInstance, FastifyReply } from 'fastify';

import type { AccountKind, Applications } from './applications';

export interface CaseParameters {
  readonly kind: string;
  readonly id: string;
}

type Refuse = (reply: FastifyReply, status: number, message: string) => FastifyReply;

/** What can be done with an application after it was submitted: feedback, answers of the applicant, files. */
export function addCaseRoutes(routes: FastifyInstance, applications: Applications, refuse: Refuse): void {
  addFollowUpRoutes(routes, applications, refuse);
  addFileRoutes(routes, applications, refuse);
}

function addFollowUpRoutes(routes: FastifyInstance, applications: Applications, refuse: Refuse): void {
  const verdicts: Readonly<Record<string, readonly [MagicVerdict, string]>> = {
    accepted: [{ state: 'A', res: 'ACCEPT' }, 'Accepted application'],
    rejected: [{ state: 'D', res: 'DENY' }, 'Rejected application'],
    review: [{ state: 'R', res: 'MANUAL_REVIEW' }, 'Application to be reviewed'],
  };
  for (const [path, [verdict, message]] of Object.entries(verdicts)) {
    routes.post<{ Params: CaseParameters }>(
      `/:kind(consumer|merchant)/:id/${path}`,
      async ({ params, body }, reply) => {
        if (typeof body !== 'object' || body === null) return refuse(reply, 400, 'A JSON object is required');
        const decided = applications.decide(kindOf(params), params.id, verdict);
        return decided === null ? refuse(reply, 404, 'No such application') : { message };
      },
    );
  }
  routes.post<{ Params: CaseParameters }>(
    '/:kind(consumer|merchant)/:id/quizresponse',
    async ({ params, body }, reply) => {
      const isRight = isRightResponse(body);
      const verdict = isRight ? { state: 'A', res: 'ACCEPT' } : { state: 'R', res: 'MANUAL_REVIEW', fired: ['po:1'] };
      return applications.decide(kindOf(params), params.id, verdict) ?? refuse(reply, 404, 'No such application');
    },
  );
}

function addFileRoutes(routes: FastifyInstance, applications: Applications, refuse: Refuse): void {
  for (const path of ['files', 'dv']) {
    routes.post<{ Params: CaseParameters }>(
      `/:kind(consumer|merchant)/:id/${path}`,
      async ({ params, body }, reply) => {
        if (!Buffer.isBuffer(body) || !body.includes('name="file"'))
          return refuse(reply, 400, 'Missing required part: file');
        const isAdded = applications.addFile(kindOf(params), params.id, body.length);
        return isAdded ? { message: 'File attached' } : refuse(reply, 404, 'No such application');
      },
    );
  }
  routes.get<{ Params: CaseParameters }>(
    '/:kind(consumer|merchant)/:id/files',
    async ({ params }, reply) =>
      applications.filesOf(kindOf(params), params.id) ?? refuse(reply, 404, 'No such application'),
  );
}

export const kindOf = ({ kind }: CaseParameters): AccountKind => (kind === 'merchant' ? 'merchant' : 'consumer');

function isRightResponse(body: unknown): boolean {
  const { smsCode, answers } = Object(body) as Readonly<Record<string, unknown>>;
  return smsCode === '1234' || (Array.isArray(answers) && answers.length > 0);
}
