const MAX_READ_BYTES = 64 * 1024;
const MAX_EXCERPT_BYTES = 1024;

/**
 * Reads a response to its end or to 64 KiB, whichever comes first, and keeps the first KiB as text. Leaving the loop
 * early makes the stream destroy its connection, which is what stops an endless response.
 */
export async function readExcerpt(body: AsyncIterable<Buffer>): Promise<string> {
  const kept: Buffer[] = [];
  let readBytes = 0;
  for await (const chunk of body) {
    if (readBytes < MAX_EXCERPT_BYTES) kept.push(Buffer.from(chunk.subarray(0, MAX_EXCERPT_BYTES - readBytes)));
    readBytes += chunk.length;
    if (readBytes >= MAX_READ_BYTES) break;
  }
  return printable(Buffer.concat(kept), readBytes > MAX_EXCERPT_BYTES);
}

/**
 * UTF-8 text in which everything invisible but tab and line breaks is U+FFFD: NUL, which Postgres does not store,
 * terminal escapes, and the direction marks that make a log line read as another one.
 */
function printable(bytes: Buffer, isCut: boolean): string {
  // `stream` leaves out a character that the cut went through.
  const text = new TextDecoder().decode(bytes, { stream: isCut });
  return text.replace(/[^\P{C}\t\r\n]|[\u2028\u2029]/gu, '\uFFFD');
}
