import type { ApiKeys } from '@bonafide/access';
import type { BoardGuard } from '@bonafide/job-runtime';

import { sendProblem } from '../http/problem.filter';
import { Problem } from '../http/problem';
import { presentedApiKey } from '../security/presented-api-key';

/** Bull Board is for operators: an operator key as the password of a browser's dialog, or as a bearer token. */
export function boardGuard(apiKeys: ApiKeys): BoardGuard {
  return {
    isOperator: async (request) => {
      const apiKey = presentedApiKey(request.headers.authorization);
      const caller = apiKey === null ? null : await apiKeys.authenticate(apiKey);
      return caller?.scopes.includes('operator') === true;
    },
    refuse: (request, reply, reason) => sendProblem(reply, request, problems[reason]()),
  };
}

const problems = {
  'not-operator': () =>
    new Problem(
      'missing-api-key',
      'Bull Board is for operators: any user name, and an operator key as the password.',
      [],
      {
        'www-authenticate': 'Basic realm="Bonafide operators", charset="UTF-8"',
      },
    ),
  'not-offered': () =>
    new Problem(
      'method-not-allowed',
      'The ledger in Postgres is the truth; here queues are paused and resumed and failed attempts retried.',
    ),
  'other-site': () => new Problem('missing-scope', 'Another site made the browser send this. Use Bull Board itself.'),
};
