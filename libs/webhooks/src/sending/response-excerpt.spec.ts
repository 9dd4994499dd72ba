import { readExcerpt } from './response-excerpt';

const excerptOf = (...chunks: readonly (string | Buffer)[]) =>
  readExcerpt(
    (async function* () {
      for (const chunk of chunks) yield Buffer.from(chunk);
    })(),
  );

describe('response excerpt', () => {
  it('is the whole of a short body, across its chunks', async () => {
    expect(await excerptOf()).toBe('');
    expect(await excerptOf('{"ok":', 'true}\r\n\t')).toBe('{"ok":true}\r\n\t');
    const umlaut = Buffer.from('ü');
    expect(await excerptOf(umlaut.subarray(0, 1), umlaut.subarray(1))).toBe('ü');
  });

  it('shows what is not visible as U+FFFD', async () => {
    expect(await excerptOf('a\0b\u001b[31mc\u202ed\u200be\u2028f\u007fg')).toBe('a�b�[31mc�d�e�f�g');
    expect(await excerptOf(Buffer.from([0x61, 0xff, 0xfe, 0x62]))).toBe('a��b');
    expect(await excerptOf(Buffer.from('aü').subarray(0, 2))).toBe('a�');
    expect(await excerptOf('Grüße 🙂')).toBe('Grüße 🙂');
  });

  it('ends after 1 KiB and never inside a character', async () => {
    expect(await excerptOf('a'.repeat(1024))).toBe('a'.repeat(1024));
    expect(await excerptOf('a'.repeat(1000), 'b'.repeat(1000))).toBe('a'.repeat(1000) + 'b'.repeat(24));
    expect(await excerptOf(`${'a'.repeat(1023)}üb`)).toBe('a'.repeat(1023));
  });

  it('stops reading at 64 KiB', async () => {
    let chunks = 0;
    await readExcerpt(
      (async function* () {
        for (;;) {
          chunks += 1;
          yield Buffer.alloc(1024, 'a');
        }
      })(),
    );
    expect(chunks).toBe(64);
  });
});
