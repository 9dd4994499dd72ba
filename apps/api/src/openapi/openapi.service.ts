import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

const description = `Verification for companies that move money. Submit, be told by a signed webhook, read the result.

**Keys.** Send \`Authorization: Bearer bfk_…\`. A key belongs to one organization and has scopes.

**Repeating.** Send an \`Idempotency-Key\` with a POST: the same key and body get the same answer (\`Idempotent-Replayed: true\`)
for 48 hours; another body gets 422; while the first call is being worked on, 409.

**Errors** are RFC 9457 problems with a stable \`code\`; \`errors\` points at the fields. Nothing is half done.

**Pages.** Lists answer \`{ data, nextCursor, hasMore }\`, newest first. Send \`nextCursor\` as \`cursor\` for the next page.

**Limits.** \`RateLimit\` and \`RateLimit-Policy\` tell what is left; over it, 429 with \`Retry-After\`. A body may have 4 MiB;
a screening file may be larger.

**Webhooks** follow Standard Webhooks (\`webhook-id\`, \`webhook-timestamp\`, \`webhook-signature\`). They carry ids and states,
never personal data. Deliveries may come twice or out of order: \`webhook-id\` knows a repetition, \`sequence\` the order.`;

/** The contract, made from the controllers. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Bonafide')
    .setDescription(description)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An API key: bfk_<live|test>_<id>_<secret>.' },
      'apiKey',
    )
    .addTag('Customers', 'Who they are, what is known of them, and where they stand.')
    .addTag('Verifications', 'Whether customers are who they say, by vendors and by people.')
    .addTag('Identity packages', 'Images of documents, and what vendors and people say of them.')
    .addTag('Block list', 'With whom no verification is approved by itself.')
    .addTag('Screenings', 'Against sanctions lists.')
    .addTag('Screening files', 'Millions of rows at once.')
    .addTag('Lists', 'Sanctions lists, their publications, and how current they are.')
    .addTag('Hits', 'What people decide about hits.')
    .addTag('Thresholds', 'From which score on a listed name is a hit, and what other scores would change.')
    .addTag('Monitoring', 'Who is screened again when a list changes, and the proof of it.')
    .addTag('Jobs', 'The ledger of all work.')
    .addTag('Webhooks', 'What happened, and who was told.')
    .addTag('Access', 'Organizations and their keys.')
    .build();
  return SwaggerModule.createDocument(app, config, { autoTagControllers: false });
}

/** `/docs` for people, `/openapi.json` for programs. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Bonafide API',
    swaggerOptions: { persistAuthorization: true, displayOperationId: true, docExpansion: 'list' },
  });
}
