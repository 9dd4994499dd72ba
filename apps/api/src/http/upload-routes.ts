import type { FastifyInstance, FastifyRequest } from 'fastify';

import { Problem } from './problem';

export const uploadMediaTypes = ['text/csv', 'application/x-ndjson'] as const;

/** A request that is not an upload has arrived whole within this time. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 30_000;
/** How long the rest of a body that was refused is let in, so that a client that only listens afterwards hears why. */
const LINGER_MS = 10_000;

interface Times {
  readonly requestTimeoutMs: number;
  readonly lingerMs: number;
}

const isUpload = ({ routeOptions }: FastifyRequest): boolean =>
  (routeOptions.config as { readonly isUpload?: boolean }).isUpload === true;

/**
 * Bodies that are files go to their handlers unread, on the routes that take them and on no other. The server's own time
 * limit for requests is one for all; this sets it for all but uploads, which have another.
 */
export function prepareUploads(
  fastify: FastifyInstance,
  { requestTimeoutMs, lingerMs }: Times = { requestTimeoutMs: REQUEST_TIMEOUT_MS, lingerMs: LINGER_MS },
): void {
  fastify.server.headersTimeout = HEADERS_TIMEOUT_MS;
  fastify.addContentTypeParser([...uploadMediaTypes], (request, payload, done) => {
    if (isUpload(request)) done(null, payload);
    else done(notJson());
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isUpload(request)) {
      reply.raw.once('finish', () => endUnread(request, lingerMs));
      done(refusalOf(request));
      return;
    }
    const timer = setTimeout(() => refuseSlow(request), requestTimeoutMs);
    request.raw.once('close', () => clearTimeout(timer));
    done();
  });
}

/** After an answer that was given before the body had ended, Node throws away what still comes: not for ever. */
function endUnread({ raw }: FastifyRequest, lingerMs: number): void {
  if (raw.complete || raw.socket.destroyed) return;
  const timer = setTimeout(() => raw.socket.destroy(), lingerMs).unref();
  raw.once('close', () => clearTimeout(timer));
}

/** As Node does it: the connection may be in the middle of anything. */
function refuseSlow({ raw }: FastifyRequest): void {
  if (raw.complete) return;
  raw.socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  raw.socket.destroySoon();
}

/** The media type of an upload, without its parameters. */
export const mediaTypeOf = ({ headers }: FastifyRequest): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

export const notJson = (): Problem =>
  new Problem('unsupported-media-type', 'Send the body as JSON with the header "Content-Type: application/json".');

function refusalOf(request: FastifyRequest): Problem | undefined {
  const { headers } = request;
  if (!uploadMediaTypes.some((type) => type === mediaTypeOf(request))) {
    return new Problem(
      'unsupported-media-type',
      `Send the file with the header "Content-Type: ${uploadMediaTypes.join('" or "')}".`,
    );
  }
  const charset = /charset="?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    return new Problem('unsupported-media-type', 'Save the file in UTF-8 and send it so.');
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return undefined;
  return new Problem('unsupported-media-type', 'Send the file as it is, without Content-Encoding.');
}
