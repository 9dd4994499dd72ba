import { connect } from 'node:net';

/** One command to the Redis at the URL, in its inline form: `FLUSHALL`. */
export async function redisCommand(url: string, command: string): Promise<string> {
  const { hostname, port, password } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const answers: string[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      socket.setTimeout(5_000, () => reject(new Error('Redis does not answer.')));
      socket.on('error', reject);
      socket.on('data', (chunk: Buffer) => {
        answers.push(
          ...chunk
            .toString()
            .split('\r\n')
            .filter((line) => line !== ''),
        );
        if (answers.length >= 2) resolve();
      });
      socket.write(`AUTH ${decodeURIComponent(password)}\r\n${command}\r\n`);
    });
  } finally {
    socket.destroy();
  }
  const refused = answers.find((answer) => answer.startsWith('-'));
  if (refused !== undefined) throw new Error(`Redis refuses: ${refused}`);
  return answers[1] ?? '';
}
