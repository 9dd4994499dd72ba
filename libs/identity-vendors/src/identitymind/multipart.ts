import { randomBytes } from 'node:crypto';

/** A file for a case. Its name and description are seen by the vendor's people: no personal data belongs in them. */
export interface VendorFile {
  readonly name: string;
  readonly contentType: 'image/jpeg' | 'image/png' | 'application/pdf';
  readonly bytes: Buffer;
  readonly description?: string;
}

/** A body of `multipart/form-data` (RFC 7578) with the fields `file` and `description`. */
export function multipart({ name, contentType, bytes, description }: VendorFile): {
  readonly body: Buffer;
  readonly contentType: string;
} {
  const boundary = `bonafide-${randomBytes(16).toString('hex')}`;
  const part = (head: string, content: Buffer) =>
    Buffer.concat([Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), content, Buffer.from('\r\n')]);
  const fileHead = `Content-Disposition: form-data; name="file"; filename="${quotable(name)}"\r\nContent-Type: ${contentType}`;
  const parts = [part(fileHead, bytes)];
  if (description !== undefined) {
    parts.push(part('Content-Disposition: form-data; name="description"', Buffer.from(description)));
  }
  return {
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}

const quotable = (name: string): string => name.replace(/[^\w .-]/g, '_');
