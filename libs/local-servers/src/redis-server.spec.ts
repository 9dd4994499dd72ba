import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLineOf } from './leftover-process';
import { answersPing } from './redis-readiness';
import { findRedisBinary, type LocalRedis, startRedis } from './redis-server';

const binary = findRedisBinary();
const withRedis = binary === null ? describe.skip : describe;
if (binary === null) {
  process.stderr.write('Redis is not tested: neither redis-server nor valkey-server is on the PATH.\n');
}

withRedis('startRedis (needs Redis)', () => {
  const servers: LocalRedis[] = [];
  let directory: string;

  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'bonafide-redis-spec-')), 'redis');
  });

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
    rmSync(join(directory, '..'), { recursive: true, force: true });
  });

  const start = async (): Promise<LocalRedis> => {
    const server = await startRedis({ binary: binary!, directory });
    servers.push(server);
    return server;
  };

  it('listens on the loopback address only, never evicts, and writes down what it accepts', async () => {
    const { url } = await start();
    const answers = await ask(url, ['CONFIG GET bind', 'CONFIG GET maxmemory-policy', 'CONFIG GET append*']);
    expect(answers).toContain('127.0.0.1');
    expect(answers).not.toContain('0.0.0.0');
    expect(answers).toContain('noeviction');
    expect(answers).toContain('everysec');
    expect(await ask(url, ['CONFIG GET appendonly'])).toContain('yes');
  });

  it('refuses whoever does not have the password, which nobody else can read', async () => {
    const server = await start();
    const { password } = new URL(server.url);

    expect(await answersPing(server.port, 'guess')).toBe(false);
    expect(await answersPing(server.port, password)).toBe(true);
    expect(commandLineOf(server.pid)).not.toContain(password);
    expect(statSync(join(directory, 'redis.conf')).mode & 0o777).toBe(0o600);
  });

  it('keeps what it accepted over a restart and over kill -9, on the same port', async () => {
    const server = await start();
    await ask(server.url, ['SET kept 1']);
    await server.restart();
    await ask(server.url, ['SET kept-too 2']);
    await server.kill9();
    await server.restart();
    expect(await ask(server.url, ['MGET kept kept-too'])).toMatch(/\$1\r\n1\r\n\$1\r\n2\r\n/);
  });

  it('is silent while it is frozen, goes on when thawed, and can be stopped while frozen', async () => {
    const server = await start();
    const { password } = new URL(server.url);
    server.freeze();
    await delay(20);
    expect(await answersPing(server.port, password)).toBe(false);
    server.thaw();
    expect(await answersPing(server.port, password)).toBe(true);

    server.freeze();
    const { pid } = server;
    await server.stop();
    expect(commandLineOf(pid)).toBeNull();
  });

  it('takes over from a server that a killed launcher has left', async () => {
    const abandoned = await start();
    await ask(abandoned.url, ['SET kept 1']);
    const successor = await start();
    expect(commandLineOf(abandoned.pid)).toBeNull();
    expect(await ask(successor.url, ['GET kept'])).toContain('$1\r\n1\r\n');
  });
});

/** Sends the commands over one connection and returns all that came back. */
function ask(url: string, commands: readonly string[]): Promise<string> {
  const { port, password } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    let answer = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => resolve(answer));
    socket.end([`AUTH ${password}`, ...commands, 'QUIT', ''].join('\r\n'));
  });
}
