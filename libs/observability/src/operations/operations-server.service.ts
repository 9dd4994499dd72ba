import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { loadConfig } from '@bonafide/configuration';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { log } from '../logging/log';
import { collectProcessMetrics } from '../metrics/metrics';
import { ListenerConfig } from './listener.config';
import { answerOperations } from './operations-answer';
import { Readiness } from './readiness.service';
import { TlsCertificate } from './tls-certificate';

/** `/livez`, `/readyz` and `/metrics` of a process that has no other HTTP listener. */
@Injectable()
export class OperationsServer implements OnApplicationShutdown {
  private server: Server | undefined;
  private stopWatching: () => void = () => undefined;

  constructor(private readonly readiness: Readiness) {}

  /** @returns the port that it listens on */
  async listen(): Promise<number> {
    collectProcessMetrics();
    const config = loadConfig(ListenerConfig);
    const server = this.create(config);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(config.OPERATIONS_PORT, config.LISTEN_HOST, resolve);
    });
    this.server = server;
    const { port } = server.address() as AddressInfo;
    log.info('operations.listening', { port });
    return port;
  }

  onApplicationShutdown(): void {
    this.stopWatching();
    this.server?.closeAllConnections();
    this.server?.close();
  }

  private create({ TLS_CERT_FILE, TLS_KEY_FILE }: ListenerConfig): Server {
    const answer = (request: IncomingMessage, response: ServerResponse) => void this.answer(request, response);
    if (TLS_CERT_FILE === undefined || TLS_KEY_FILE === undefined) return createHttpServer(answer);
    const certificate = new TlsCertificate(TLS_CERT_FILE, TLS_KEY_FILE);
    const server = createHttpsServer(certificate.read(), answer);
    this.stopWatching = certificate.keepFresh(server);
    return server;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const answer = request.method === 'GET' ? await answerOperations(path, this.readiness) : null;
    response.writeHead(answer?.status ?? 404, { 'content-type': answer?.contentType ?? 'text/plain' });
    response.end(answer?.body ?? 'Not found. There are /livez, /readyz and /metrics.');
  }
}
