import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from '@bonafide/testing';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

import { ApiModule } from '../../apps/api/src/api.module';
import { openApiDocument } from '../../apps/api/src/openapi/openapi.service';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface DescribedOperation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

interface Contract {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly tags: readonly { readonly name: string }[];
  readonly components: { readonly schemas: Readonly<Record<string, Schema>>; readonly securitySchemes: object };
}

const snapshot = join(projectRoot, 'docs/openapi.json');

describe('the OpenAPI document', () => {
  let app: INestApplication;
  let contract: Contract;
  let operations: readonly (DescribedOperation & { readonly method: string; readonly path: string })[];

  beforeAll(async () => {
    // A preview makes no provider, so it needs neither settings nor servers.
    app = await NestFactory.create(ApiModule, new FastifyAdapter(), { preview: true, logger: false });
    contract = JSON.parse(JSON.stringify(openApiDocument(app))) as Contract;
    operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method, path, ...operation })),
    );
  }, 120_000);

  afterAll(() => app.close());

  /** The names of the operations that do not pass; an empty list says that all do. */
  const without = (isRight: (operation: (typeof operations)[number]) => boolean): string[] =>
    operations.filter((operation) => !isRight(operation)).map(({ method, path }) => `${method} ${path}`);

  it('is docs/openapi.json: a change of the contract is seen, and refreshed with "npm run openapi"', () => {
    if (process.env.UPDATE_OPENAPI === '1') writeFileSync(snapshot, `${JSON.stringify(contract, null, 2)}\n`);
    expect(contract).toEqual(JSON.parse(readFileSync(snapshot, 'utf8')));
  });

  it('is OpenAPI 3.1', () => {
    expect(contract.openapi).toMatch(/^3\.1\./);
    expect(operations.length).toBeGreaterThan(25);
  });

  it('gives every operation an id of its own, in words that make a good method name', () => {
    expect(without(({ operationId }) => /^[a-z]+([A-Z][a-z]*)+$/.test(operationId ?? ''))).toEqual([]);
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('gives every operation a summary and one of the declared tags', () => {
    const declared = contract.tags.map(({ name }) => name);
    expect(without(({ summary = '' }) => /^[A-Z].+[^.]$/.test(summary))).toEqual([]);
    expect(without(({ tags = [] }) => tags.length === 1 && tags.every((tag) => declared.includes(tag)))).toEqual([]);
  });

  it('asks for an API key everywhere', () => {
    expect(Object.keys(contract.components.securitySchemes)).toEqual(['apiKey']);
    expect(without(({ security = [] }) => security.some((scheme) => 'apiKey' in scheme))).toEqual([]);
  });

  it('describes every parameter of every path', () => {
    const named = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    const described = ({ parameters }: DescribedOperation) =>
      parameters
        .filter((parameter) => parameter.in === 'path')
        .map(({ name }) => name)
        .sort();
    expect(without((operation) => String(described(operation)) === String(named(operation.path)))).toEqual([]);
  });

  it('says how every operation can fail: with a problem', () => {
    const failures = ({ responses }: DescribedOperation) =>
      Object.entries(responses).filter(([status]) => status.startsWith('4'));
    const isProblem = ({ content }: { readonly content?: Content }) =>
      content?.['application/problem+json']?.schema.$ref === '#/components/schemas/ProblemView';
    expect(without((operation) => failures(operation).length > 0)).toEqual([]);
    expect(without((operation) => failures(operation).every(([, response]) => isProblem(response)))).toEqual([]);
  });

  it.each([
    ['every operation', () => true, ['401', '403', '429']],
    ['what names a thing', ({ path }: { path: string }) => path.includes('{'), ['404']],
    ['a list', ({ parameters }: DescribedOperation) => parameters.some(({ name }) => name === 'cursor'), ['400']],
    [
      'what takes a body',
      ({ requestBody }: DescribedOperation) => requestBody !== undefined,
      ['400', '413', '415', '422'],
    ],
    ['a POST', ({ method }: { method: string }) => method === 'post', ['400', '409', '422']],
  ])('says of %s how it fails', (_, applies, statuses) => {
    expect(operations.some(applies)).toBe(true);
    expect(
      without((operation) => !applies(operation) || statuses.every((status) => status in operation.responses)),
    ).toEqual([]);
  });

  it('offers an Idempotency-Key with every POST, and with nothing else', () => {
    const offers = ({ parameters }: DescribedOperation) =>
      parameters.some((parameter) => parameter.in === 'header' && parameter.name === 'Idempotency-Key');
    expect(without((operation) => offers(operation) === (operation.method === 'post'))).toEqual([]);
  });

  it('shows by example what a body looks like', () => {
    const schemasOf = ({ requestBody }: DescribedOperation) =>
      Object.values(requestBody?.content ?? {}).map(({ schema }) => schema);
    const hasExample = (schema: Schema | undefined): boolean => {
      const { example, properties = {} } = resolved(schema);
      return example !== undefined || Object.values(properties).some((property) => hasOwnExample(property));
    };
    expect(
      without(
        (operation) =>
          operation.requestBody === undefined ||
          (schemasOf(operation).length > 0 && schemasOf(operation).every(hasExample)),
      ),
    ).toEqual([]);
  });

  it('describes every schema that it names', () => {
    const named = [...JSON.stringify(contract).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!);
    expect(named.filter((name) => !(name in contract.components.schemas))).toEqual([]);
    const empty = Object.entries(contract.components.schemas).filter(
      ([, { properties = {} }]) => Object.keys(properties).length === 0,
    );
    expect(empty.map(([name]) => name)).toEqual([]);
  });

  const resolved = (schema: Schema = {}): Schema =>
    schema.$ref === undefined ? schema : (contract.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});

  /** Of the property itself, or of the items of a list. */
  const hasOwnExample = (property: Schema & { readonly items?: Schema }): boolean =>
    property.example !== undefined ||
    Object.values(resolved(property.items).properties ?? {}).some(({ example }) => example !== undefined);
});
