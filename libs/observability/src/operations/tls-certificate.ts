import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server } from 'node:https';

import { describeError } from '../logging/describe-error';
import { log } from '../logging/log';

export interface TlsOptions {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly minVersion: 'TLSv1.2';
}

/** A certificate and its key from PEM files. */
export class TlsCertificate {
  constructor(
    private readonly certFile: string,
    private readonly keyFile: string,
    private readonly pollMs = 5_000,
  ) {}

  read(): TlsOptions {
    return { cert: readFileSync(this.certFile), key: readFileSync(this.keyFile), minVersion: 'TLSv1.2' };
  }

  /**
   * Gives the server the new certificate when a file changes; connections that are open keep theirs. A pair that does
   * not fit together (half-way through a renewal) is not used: the old one stays until the next change.
   */
  keepFresh(server: Pick<Server, 'setSecureContext'>): () => void {
    const reload = () => {
      try {
        server.setSecureContext(this.read());
        log.info('tls.certificate-reloaded');
      } catch (error) {
        log.error('tls.certificate-refused', describeError(error));
      }
    };
    // Polling, for secrets mounted by Kubernetes change by a symlink that file events miss.
    for (const file of [this.certFile, this.keyFile]) watchFile(file, { interval: this.pollMs }, reload);
    return () => [this.certFile, this.keyFile].forEach((file) => unwatchFile(file, reload));
  }
}
