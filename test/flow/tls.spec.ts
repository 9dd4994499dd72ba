import { execFileSync, spawn } from 'node:child_process';
import { randomBytes, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type SecureVersion, type TLSSocket } from 'node:tls';

import { freePort, SupervisedProcess } from '@bonafide/local-servers';
import { type AppName, eventually, projectRoot, Stack } from '@bonafide/testing';

const script = (app: AppName): string => join(projectRoot, 'dist/apps', app, 'src/main.js');

describe('TLS', () => {
  const directory = mkdtempSync(join(tmpdir(), 'bonafide-tls-'));
  const certFile = join(directory, 'server.crt');
  const keyFile = join(directory, 'server.key');
  const processes: SupervisedProcess[] = [];
  let stack: Stack;

  beforeAll(async () => {
    replaceCertificate('first');
    stack = await Stack.start({ apps: [] });
  }, 120_000);

  afterAll(async () => {
    await Promise.all(processes.map((supervised) => supervised.stop(12_000)));
    await stack.stop();
    rmSync(directory, { recursive: true });
  }, 30_000);

  /** A new key pair and a certificate that names its subject, put in the place of those in use. */
  function replaceCertificate(name: string): void {
    const [newKey, newCert] = [`${keyFile}.new`, `${certFile}.new`];
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', newKey, '-out', newCert, '-days', '2'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', ...files, ...subject],
      {
        stdio: 'pipe',
      },
    );
    renameSync(newKey, keyFile);
    renameSync(newCert, certFile);
  }

  async function start(app: AppName): Promise<number> {
    const port = await freePort();
    const supervised = new SupervisedProcess({
      name: app,
      script: script(app),
      cwd: projectRoot,
      env: {
        ...stack.environment,
        TLS_CERT_FILE: certFile,
        TLS_KEY_FILE: keyFile,
        API_PORT: String(port),
        OPERATIONS_PORT: String(port),
      },
      logFile: join(directory, `${app}.log`),
      isReady: async () => (await statusOf(port, '/readyz').catch(() => null)) === 200,
    });
    processes.push(supervised);
    await supervised.start();
    await supervised.ready(60_000);
    return port;
  }

  /** The status of a GET over HTTPS that trusts the certificate in use and no other. */
  const statusOf = (port: number, path: string, headers: Record<string, string> = {}): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path, headers, ca: readFileSync(certFile), agent: false as const };
      get(options, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });

  const handshake = (port: number, version: SecureVersion): Promise<TLSSocket> =>
    new Promise((resolve, reject) => {
      const socket = connect(
        // Node itself would not offer what is older than TLS 1.2.
        {
          host: '127.0.0.1',
          port,
          ca: readFileSync(certFile),
          minVersion: version,
          maxVersion: version,
          ciphers: 'DEFAULT@SECLEVEL=0',
        },
        () => resolve(socket),
      );
      socket.on('error', reject);
    });

  const subjectShownBy = async (port: number): Promise<string> => {
    const socket = await handshake(port, 'TLSv1.3');
    const subject = new X509Certificate(socket.getPeerCertificate().raw).subject;
    socket.destroy();
    return subject;
  };

  describe.each<AppName>(['api', 'webhook-delivery-worker'])('of %s', (app) => {
    let port: number;

    beforeAll(async () => {
      port = await start(app);
    }, 70_000);

    it('is what its port speaks, and plain HTTP is not', async () => {
      expect(await statusOf(port, '/livez')).toBe(200);
      expect(await statusOf(port, '/metrics')).toBe(200);
      if (app === 'api') {
        const authorization = `Bearer ${stack.environment.OPERATOR_API_KEY ?? ''}`;
        expect(await statusOf(port, '/v1/me', { authorization })).toBe(200);
      }
      await expect(fetch(`http://127.0.0.1:${port}/livez`)).rejects.toThrow();
    });

    it.each<SecureVersion>(['TLSv1.2', 'TLSv1.3'])('takes %s', async (version) => {
      const socket = await handshake(port, version);
      expect(socket.getProtocol()).toBe(version);
      socket.destroy();
    });

    it.each<SecureVersion>(['TLSv1', 'TLSv1.1'])('refuses %s', async (version) => {
      await expect(handshake(port, version)).rejects.toThrow(/protocol version|unsupported protocol/i);
    });

    it('shows a renewed certificate without a restart', async () => {
      const { pid } = processes.at(-1)!;
      const before = await subjectShownBy(port);
      replaceCertificate(`renewed for ${app}`);
      expect(before).not.toContain('renewed for');
      await eventually(async () => (await subjectShownBy(port)) === `CN=renewed for ${app}`, {
        withinMs: 20_000,
        everyMs: 200,
      });
      expect(processes.at(-1)!.pid).toBe(pid);
      replaceCertificate('next');
    }, 30_000);
  });

  describe('in production', () => {
    const base64 = (): string => randomBytes(32).toString('base64');
    const rightSettings = (): Record<string, string> => ({
      PATH: process.env.PATH ?? '',
      BONAFIDE_MODE: 'production',
      DATABASE_URL: stack.environment.DATABASE_URL ?? '',
      REDIS_URL: 'redis://127.0.0.1:1',
      ENCRYPTION_MASTER_KEYS: `main:${base64()}`,
      API_KEY_PEPPER: base64(),
      API_PORT: '0',
      OPERATIONS_PORT: '0',
      LIST_DOWNLOAD: 'false',
    });

    /** Starts a process that is expected to end by itself. */
    const runToEnd = (
      app: AppName,
      env: Readonly<Record<string, string>>,
    ): Promise<{ code: number | null; said: string }> =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, [script(app)], { env });
        let said = '';
        child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
        child.on('close', (code) => resolve({ code, said }));
      });

    const apps: AppName[] = ['api', 'dispatcher', 'ofac-screening-worker', 'webhook-delivery-worker'];

    it.each(apps)(
      '%s does not start without a certificate, and names the settings',
      async (app) => {
        const { code, said } = await runToEnd(app, rightSettings());
        expect(code).toBe(1);
        expect(said).toBe(
          `${app} cannot start. The settings are not right:\n  - Production does not listen on plain HTTP: set TLS_CERT_FILE and TLS_KEY_FILE, or TLS_TERMINATED_BY_PROXY=true when a proxy in front ends TLS\n`,
        );
      },
      30_000,
    );

    it.each(['TLS_CERT_FILE', 'TLS_KEY_FILE'])(
      'half a certificate (%s) is none',
      async (setting) => {
        const { code, said } = await runToEnd('api', { ...rightSettings(), [setting]: certFile });
        expect(code).toBe(1);
        expect(said).toContain('TLS_CERT_FILE and TLS_KEY_FILE');
      },
      30_000,
    );

    it('all that is good enough for a sandbox only is named in one message, and no value is', async () => {
      const sandboxKey = base64();
      const env = {
        ...rightSettings(),
        ENCRYPTION_MASTER_KEYS: `sandbox:${sandboxKey}`,
        OPERATOR_API_KEY: stack.environment.OPERATOR_API_KEY ?? '',
        QUEUE_BACKEND: 'postgres',
        WEBHOOK_ALLOW_HTTP: 'true',
        WEBHOOK_TIMEOUT_MS: '15000',
      };
      const { code, said } = await runToEnd('api', env);
      expect(code).toBe(1);
      const problems = said.split('\n').filter((line) => line.startsWith('  - '));
      const named = [
        'ENCRYPTION_MASTER_KEYS',
        'OPERATOR_API_KEY',
        'QUEUE_BACKEND',
        'TLS_CERT_FILE',
        'WEBHOOK_ALLOW_HTTP',
      ];
      for (const setting of named) expect(problems.filter((problem) => problem.includes(setting))).toHaveLength(1);
      expect(problems).toHaveLength(named.length);
      expect(said).not.toContain(sandboxKey);
      expect(said).not.toContain(env.OPERATOR_API_KEY);
    }, 30_000);

    it('settings that are wrong and settings that are not good enough are named together', async () => {
      const env = { ...rightSettings(), API_PORT: 'many', ENCRYPTION_MASTER_KEYS: '', QUEUE_BACKEND: 'postgres' };
      const { said } = await runToEnd('api', env);
      for (const setting of ['API_PORT', 'ENCRYPTION_MASTER_KEYS', 'QUEUE_BACKEND', 'TLS_CERT_FILE']) {
        expect(said).toContain(setting);
      }
    }, 30_000);

    it('is what a process is in that is not told otherwise', async () => {
      const { BONAFIDE_MODE: _, ...env } = rightSettings();
      const { code, said } = await runToEnd('api', env);
      expect(code).toBe(1);
      expect(said).toContain('TLS_CERT_FILE');
    }, 30_000);
  });
});
