import { loadConfig } from '@bonafide/configuration';
import {
  type IdentityMindNotification,
  NotificationRefusedError,
  readIdentityMindNotification,
  VendorsConfig,
} from '@bonafide/identity-vendors';
import { log } from '@bonafide/observability';
import type { VendorNotices } from '@bonafide/verifications';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Where vendors say that something has happened to a case. No API key: each vendor comes with credentials of its own, and
 * what it says is not trusted but read again from it. The answers are those that the vendor expects.
 */
export async function receiveVendorNotices(fastify: FastifyInstance, notices: VendorNotices): Promise<void> {
  const { IDENTITYMIND_WEBHOOK_CREDENTIALS: credentials } = loadConfig(VendorsConfig);
  await fastify.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Whatever it is called: the body is read as it came.
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: MAX_BODY_BYTES }, (_, body, done) =>
      done(null, body),
    );
    scope.post('/vendor-webhooks/identitymind', async (request: FastifyRequest, reply: FastifyReply) => {
      const notification = read(request, credentials);
      if (notification instanceof NotificationRefusedError) return refuse(reply, notification);
      const taken = await notices.take({
        vendor: 'identitymind',
        reference: notification.tid,
        fingerprint: Buffer.from(notification.dedupeKey, 'hex'),
      });
      log.info('vendor.notice', { context: 'identitymind', state: taken });
      return reply.code(200).send({ status: 'ok' });
    });
  });
}

function read(
  { headers, body }: FastifyRequest,
  credentials: readonly string[],
): IdentityMindNotification | NotificationRefusedError {
  try {
    return readIdentityMindNotification(headers.authorization, typeof body === 'string' ? body : '', credentials);
  } catch (error) {
    if (error instanceof NotificationRefusedError) return error;
    throw error;
  }
}

function refuse(reply: FastifyReply, { reason }: NotificationRefusedError): FastifyReply {
  if (reason === 'unauthorized') void reply.code(401).header('www-authenticate', 'Basic realm="Bonafide"');
  else void reply.code(400);
  return reply.send({ status: reason });
}
