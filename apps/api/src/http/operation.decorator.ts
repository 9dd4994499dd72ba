import { applyDecorators, HttpCode, SetMetadata, type Type } from '@nestjs/common';
import { ApiBearerAuth, ApiExtraModels, ApiHeader, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';

import { RequireScope, type RequiredScope } from '../security/required-scope.decorator';
import { Problem, type ProblemCode } from './problem';
import { ProblemView } from './problem.dto';

export interface OperationDetails {
  /** Stable: clients are generated from it, and the audit trail names it. */
  readonly id: string;
  readonly audited: boolean;
}

interface OperationOptions {
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly scope: RequiredScope;
  readonly status: 200 | 201 | 202 | 204;
  readonly answer?: Type;
  /** Whether it is a page of `answer`. */
  readonly isPage?: boolean;
  /** Whether `Location` says where the result will be. */
  readonly hasLocation?: boolean;
  /** Problems beyond those that every operation of its kind may answer. */
  readonly problems?: readonly ProblemCode[];
  readonly isPost?: boolean;
  /** Whether the audit trail keeps that it was done. */
  readonly audited?: boolean;
}

const problemsOfAll: readonly ProblemCode[] = ['missing-api-key', 'missing-scope', 'rate-limited'];
const problemsOfOrganizationKeys: readonly ProblemCode[] = ['wrong-kind-of-key'];
const problemsOfPages: readonly ProblemCode[] = ['invalid-parameter'];
export const problemsOfBodies: readonly ProblemCode[] = [
  'malformed-json',
  'body-too-large',
  'unsupported-media-type',
  'validation-failed',
];
const problemsOfPosts: readonly ProblemCode[] = [
  ...problemsOfBodies,
  'invalid-header',
  'idempotency-in-flight',
  'idempotency-other-body',
];

const metadataKey = Symbol('operation');
export const OperationMetadata = { key: metadataKey };

/** All that is to be said of a route in one place: its id, who may call it, what it answers and how it can fail. */
export function Operation(options: OperationOptions): MethodDecorator {
  const { id, summary, description, scope, status, answer, isPost = false, audited = false } = options;
  const problems = new Set<ProblemCode>([
    ...problemsOfAll,
    ...(isForOrganizations(scope) ? problemsOfOrganizationKeys : []),
    ...(options.isPage === true ? problemsOfPages : []),
    ...(isPost ? problemsOfPosts : []),
    ...(options.problems ?? []),
  ]);
  return applyDecorators(
    SetMetadata(metadataKey, { id, audited } satisfies OperationDetails),
    RequireScope(scope),
    HttpCode(status),
    ApiBearerAuth('apiKey'),
    ApiOperation({
      operationId: id,
      summary,
      description: `${description ?? ''}${description === undefined ? '' : '\n\n'}Scope: \`${scope}\`.`,
    }),
    ...(isPost ? [idempotencyHeader] : []),
    ...(answer === undefined ? [ApiResponse({ status, description: 'Done.' })] : [answerOf(status, answer, options)]),
    ...problemResponses(problems),
  );
}

/** Jobs are an operator's business as well. */
const isForOrganizations = (scope: RequiredScope): boolean =>
  scope !== 'any' && scope !== 'operator' && !scope.startsWith('jobs:');

const idempotencyHeader = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'Same key and body: same answer, and nothing is done twice. Remembered for 48 hours.',
  schema: { type: 'string', maxLength: 255 },
});

function answerOf(
  status: number,
  answer: Type,
  { isPage = false, hasLocation = false }: OperationOptions,
): MethodDecorator {
  const one = { $ref: getSchemaPath(answer) };
  const page = {
    type: 'object' as const,
    required: ['data', 'nextCursor', 'hasMore'],
    properties: {
      data: { type: 'array' as const, items: one },
      nextCursor: {
        type: ['string', 'null'] as unknown as 'string',
        description: 'Send it as `cursor` for the next page.',
      },
      hasMore: { type: 'boolean' as const },
    },
  };
  const headers = hasLocation ? { Location: { description: 'Where it is.', schema: { type: 'string' as const } } } : {};
  return applyDecorators(
    ApiExtraModels(answer),
    ApiResponse({ status, description: isPage ? 'A page.' : 'Done.', headers, schema: isPage ? page : one }),
  );
}

function problemResponses(codes: ReadonlySet<ProblemCode>): MethodDecorator[] {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const status = Problem.statusOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [
    ApiExtraModels(ProblemView),
    ...[...byStatus].map(([status, ofStatus]) =>
      ApiResponse({
        status,
        description: ofStatus.map((code) => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemView) } } },
      }),
    ),
  ] as MethodDecorator[];
}
