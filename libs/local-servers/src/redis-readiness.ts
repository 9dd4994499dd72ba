import { connect } from 'node:net';

/** Whether a Redis that accepts this password listens on the port and has loaded its data. */
export function answersPing(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let answer = '';
    const settle = (isReady: boolean) => {
      socket.destroy();
      resolve(isReady);
    };
    socket.setTimeout(1_000, () => settle(false));
    socket.on('error', () => settle(false));
    socket.on('close', () => settle(false));
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (answer.includes('+PONG\r\n')) settle(true);
      // -LOADING while it reads its files, -WRONGPASS when it is somebody else's.
      if (answer.includes('\r\n-') || answer.startsWith('-')) settle(false);
    });
  });
}
