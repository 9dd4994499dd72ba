import type { FastifyInstance, FastifyRequest } from 'fastify';

import { Problem } from './problem';
import { tableUpload, type UploadKind, uploadKinds } from './upload-kind';

/** A request that is not an upload has arrived whole within this time. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 30_000;
/** How long the rest of a body that was refused is let in, so that a client that only listens afterwards hears why. */
const LINGER_MS = 10_000;

interface Times {
  readonly requestTimeoutMs: number;
  readonly lingerMs: number;
}

interface UploadRoute {
  readonly isUpload?: boolean;
  readonly uploadKind?: UploadKind;
}

/** @returns null for a route that takes no files */
function uploadKindOf({ routeOptions }: FastifyRequest): UploadKind | null {
  const { isUpload, uploadKind = tableUpload } = routeOptions.config as UploadRoute;
  return isUpload === true ? uploadKind : null;
}

/**
 * Bodies that are files go to their handlers unread, on the routes that take them and on no other. The server's own time
 * limit for requests is one for all; this sets it for all but uploads, which have another.
 */
export function prepareUploads(
  fastify: FastifyInstance,
  { requestTimeoutMs, lingerMs }: Times = { requestTimeoutMs: REQUEST_TIMEOUT_MS, lingerMs: LINGER_MS },
): void {
  fastify.server.headersTimeout = HEADERS_TIMEOUT_MS;
  const mediaTypes = uploadKinds.flatMap((kind) => kind.mediaTypes);
  fastify.addContentTypeParser(mediaTypes, (request, payload, done) => {
    if (uploadKindOf(request) !== null) done(null, payload);
    else done(notJson());
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const kind = uploadKindOf(request);
    if (kind !== null) {
      reply.raw.once('finish', () => endUnread(request, lingerMs));
      done(refusalOf(request, kind));
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

function refusalOf(request: FastifyRequest, { noun, mediaTypes, isText }: UploadKind): Problem | undefined {
  const { headers } = request;
  if (!mediaTypes.includes(mediaTypeOf(request))) {
    return new Problem(
      'unsupported-media-type',
      `Send the ${noun} with the header "Content-Type: ${mediaTypes.join('" or "')}".`,
    );
  }
  const charset = /charset="?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1];
  if (isText && charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    return new Problem('unsupported-media-type', 'Save the file in UTF-8 and send it so.');
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return undefined;
  return new Problem('unsupported-media-type', `Send the ${noun} as it is, without Content-Encoding.`);
}
