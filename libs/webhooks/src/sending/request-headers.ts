import { validateHeaderName, validateHeaderValue } from 'node:http';

// Set by the client or by the connection; a second value could make a proxy read the request as another one.
const RESERVED = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);

/**
 * Refuses headers that HTTP does not allow or that are not the caller's to set.
 *
 * @throws {TypeError} naming the header, never its value
 */
export function checkRequestHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    if (RESERVED.has(name.toLowerCase())) throw new TypeError(`A webhook request must not set the header "${name}".`);
  }
}
