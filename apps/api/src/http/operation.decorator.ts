import { applyDecorators, HttpCode, SetMetadata, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';

import { RequireScope, type RequiredScope } from '../security/required-scope.decorator';
import { Problem, type ProblemCode } from './problem';
import { ProblemView } from './problem.dto';
import { tableUpload, type UploadKind } from './upload-kind';

export interface OperationDetails {
  /** Stable: clients are generated from it, and the audit trail names it. */
  readonly id: string;
  readonly audited: boolean;
  /** Its body is a file that comes as a stream, and that the handler reads. */
  readonly isUpload: boolean;
  /** Whether the answer to an Idempotency-Key is not stored: a question may be asked again, and each time counts. */
  readonly keepsNoAnswer: boolean;
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
  /** Whether its body is a file. */
  readonly isUpload?: boolean;
  /** Of an upload; CSV or NDJSON, of any length, unless told otherwise. */
  readonly uploadKind?: UploadKind;
  /** Of an answer that is a file. */
  readonly mediaType?: string;
  /** Whether the audit trail keeps that it was done. */
  readonly audited?: boolean;
  readonly keepsNoAnswer?: boolean;
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
const problemsOfUploads: readonly ProblemCode[] = [
  'upload-cut-off',
  'upload-too-slow',
  'body-too-large',
  'unsupported-media-type',
  'unreadable-file',
];
const problemsOfPosts: readonly ProblemCode[] = ['invalid-header', 'idempotency-in-flight', 'idempotency-other-body'];

const metadataKey = Symbol('operation');
export const OperationMetadata = { key: metadataKey };

/** All that is to be said of a route in one place: its id, who may call it, what it answers and how it can fail. */
export function Operation(options: OperationOptions): MethodDecorator {
  const { id, summary, description, scope, status, isPost = false, isUpload = false } = options;
  const { audited = false, keepsNoAnswer = false, uploadKind = tableUpload } = options;
  const problems = new Set<ProblemCode>([
    ...problemsOfAll,
    ...(isForOrganizations(scope) ? problemsOfOrganizationKeys : []),
    ...(options.isPage === true ? problemsOfPages : []),
    ...(isPost ? [...(isUpload ? problemsOfUploads : problemsOfBodies), ...problemsOfPosts] : []),
    ...(options.problems ?? []),
  ]);
  return applyDecorators(
    SetMetadata(metadataKey, { id, audited, isUpload, keepsNoAnswer } satisfies OperationDetails),
    RequireScope(scope),
    HttpCode(status),
    ApiBearerAuth('apiKey'),
    ApiOperation({
      operationId: id,
      summary,
      description: `${description ?? ''}${description === undefined ? '' : '\n\n'}Scope: \`${scope}\`.`,
    }),
    ...(isPost ? [idempotencyHeader] : []),
    ...(isUpload ? [RouteConfig({ isUpload, uploadKind }), uploadBody(uploadKind)] : []),
    answerTo(options),
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

/** One schema for all types: the document can show only one example. */
const uploadBody = ({ mediaTypes, description, example }: UploadKind): MethodDecorator =>
  applyDecorators(
    ApiConsumes(...mediaTypes),
    ApiBody({
      required: true,
      description,
      schema: { type: 'string', format: 'binary', ...(example === undefined ? {} : { example }) },
    }),
  );

function answerTo({ status, answer, mediaType, ...options }: OperationOptions): MethodDecorator {
  if (answer !== undefined) return answerOf(status, answer, options);
  if (mediaType === undefined) return ApiResponse({ status, description: 'Done.' });
  const schema = { type: 'string' as const, format: 'binary' };
  return ApiResponse({ status, description: 'A file.', content: { [mediaType]: { schema } } });
}

function answerOf(
  status: number,
  answer: Type,
  { isPage = false, hasLocation = false }: Pick<OperationOptions, 'isPage' | 'hasLocation'>,
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
