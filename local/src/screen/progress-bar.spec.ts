import { ProgressBar } from './progress-bar';

/** Shows rows at given seconds, one thousand a second, of ten thousand. */
function show(output: { isTTY?: boolean; columns?: number }, atSeconds: readonly number[]): string[] {
  const written: string[] = [];
  let seconds = 0;
  const bar = new ProgressBar({ ...output, write: (text) => written.push(text) }, () => seconds * 1_000);
  for (seconds of atSeconds) {
    bar.show({ rows: seconds * 1_000, hits: 12, errors: 3, share: seconds / 10 });
  }
  bar.end();
  return written;
}

describe('the progress bar', () => {
  it('stays on its line in a terminal, and goes away', () => {
    expect(show({ isTTY: true, columns: 200 }, [5])).toEqual([
      '\r\u001b[K[############............] 50 %, 5,000 rows, 1,000 rows/s, 12 hits, 3 errors, 5 s left',
      '\r\u001b[K',
    ]);
  });

  it('is no wider than the terminal', () => {
    const [drawn = ''] = show({ isTTY: true, columns: 40 }, [5]);
    expect(drawn.replace('\r\u001b[K', '')).toHaveLength(39);
  });

  it('is drawn ten times a second at most', () => {
    expect(show({ isTTY: true }, [0.05, 0.1, 0.15, 0.19, 0.2])).toHaveLength(3);
  });

  it('is a plain line every ten seconds where there is no terminal', () => {
    expect(show({}, [1, 5, 9.9])).toEqual([]);
    expect(show({}, [1, 10, 11])).toEqual(['100 %, 10,000 rows, 1,000 rows/s, 12 hits, 3 errors, 0 s left\n']);
  });
});
