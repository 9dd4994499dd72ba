import { createServer, type Server } from 'node:net';
import { freePort, freePorts, isPortFree } from './free-port';

describe('free ports', () => {
  let server: Server | null = null;

  afterEach(() => {
    server?.close();
    server = null;
  });

  it('are free and different', async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
    expect(await Promise.all(ports.map(isPortFree))).toEqual(ports.map(() => true));
  });

  it.each(['127.0.0.1', '0.0.0.0'])('are not those on which somebody listens at %s', async (host) => {
    const port = await freePort();
    const listening = createServer();
    server = listening;
    await new Promise<void>((resolve) => listening.listen(port, host, resolve));
    expect(await isPortFree(port)).toBe(false);
  });
});
