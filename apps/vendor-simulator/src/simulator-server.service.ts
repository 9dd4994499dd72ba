import type { AddressInfo } from 'node:net';

import { loadConfig, ModeConfig } from '@bonafide/configuration';
import { log, Readiness } from '@bonafide/observability';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { fastify, type FastifyInstance } from 'fastify';

import { addAdminRoutes } from './admin-routes';
import { IdentityMindRoutes } from './identitymind/identitymind-routes';
import { RecordedRequests } from './recorded-requests';
import { ScenarioInForce, scenarioThatNotifies } from './scenario';
import { SimulatorConfig } from './simulator.config';
import { SmartyRoutes } from './smarty/smarty-routes';

const LOOPBACK = '127.0.0.1';
// Three images of 5 MB, as base64 in JSON.
const BODY_LIMIT_BYTES = 24 * 1024 * 1024;

/** The HTTP server that all simulated vendors share. Each has paths of its own. */
@Injectable()
export class SimulatorServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly http: FastifyInstance = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    logger: false,
    // What is asked for on purpose to be slow must not keep the process from stopping.
    forceCloseConnections: true,
  });
  private readonly config = loadConfig(SimulatorConfig);
  private readonly requests = new RecordedRequests();
  private readonly scenario = new ScenarioInForce(scenarioThatNotifies(this.config.VENDOR_SIMULATOR_WEBHOOK_URL));
  private readonly identityMind = new IdentityMindRoutes(this.requests, this.scenario);
  private readonly smarty = new SmartyRoutes(this.requests);
  private isListening = false;

  constructor(readiness: Readiness) {
    readiness.register('simulator', async () => this.isListening);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (loadConfig(ModeConfig).BONAFIDE_MODE === 'production') {
      throw new Error('The simulator makes the answers of vendors up: it runs with BONAFIDE_MODE=sandbox only.');
    }
    addAdminRoutes(this.http, this.requests, this.scenario, () => {
      this.identityMind.forget();
      this.smarty.forget();
    });
    await this.identityMind.add(this.http);
    this.smarty.add(this.http);
    await this.http.listen({ host: LOOPBACK, port: this.config.VENDOR_SIMULATOR_PORT });
    this.isListening = true;
    log.info('simulator.listening', { port: (this.http.server.address() as AddressInfo).port });
  }

  async onApplicationShutdown(): Promise<void> {
    this.isListening = false;
    await this.http.close();
  }
}
