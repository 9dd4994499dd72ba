interface Progress {
  show(done: number): void;
  end(): void;
}

/** A counter that stays on its line; nothing where the output is not a terminal. */
export function showProgress(doing: string, total: number): Progress {
  const { stdout } = process;
  if (!stdout.isTTY) return { show: () => undefined, end: () => undefined };
  return {
    show: (done) => void stdout.write(`\r… ${doing} ${done} of ${total}`),
    end: () => void stdout.write('\r\u001b[K'),
  };
}
