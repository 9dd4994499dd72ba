import { crc32, deflateSync } from 'node:zlib';

interface MadeUpImage {
  readonly width?: number;
  readonly height?: number;
  /** Words that lie in the file as a comment: what the simulator of vendors is to find. */
  readonly comment?: string;
  /** Of a JPEG: whether it says how large it is. */
  readonly hasFrame?: boolean;
  /** Fills the file up to this many bytes, for limits. */
  readonly bytes?: number;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A grey PNG (ISO/IEC 15948). */
export function pngImage({ width = 640, height = 400, comment = 'made up', bytes = 0 }: MadeUpImage = {}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  // What it says of its size is what is looked at; there need not be as many rows.
  const rows = deflateSync(Buffer.alloc(Math.min(height, 400) * (Math.min(width, 640) + 1), 0x80));
  const before = [
    SIGNATURE,
    pngChunk('IHDR', header),
    pngChunk('tEXt', Buffer.from(`Comment\0${comment}`, 'latin1')),
    pngChunk('IDAT', rows),
  ];
  const end = pngChunk('IEND', Buffer.alloc(0));
  const missing = bytes - Buffer.concat([...before, end]).length - 12;
  return Buffer.concat([...before, ...(missing > 0 ? [pngChunk('tIME', Buffer.alloc(missing))] : []), end]);
}

function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** The skeleton of a JPEG (ITU-T T.81): it has all segments, and a scan that nobody decodes. */
export function jpegImage({
  width = 640,
  height = 400,
  comment = 'made up',
  hasFrame = true,
  bytes = 0,
}: MadeUpImage = {}): Buffer {
  const frame = Buffer.from([8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0]);
  const before = [
    Buffer.from([0xff, 0xd8]),
    jpegSegment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    jpegSegment(0xfe, Buffer.from(comment, 'latin1')),
    ...(hasFrame ? [jpegSegment(0xc0, frame)] : []),
    jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  ];
  const end = Buffer.from([0xff, 0xd9]);
  const scanBytes = Math.max(64, bytes - Buffer.concat([...before, end]).length);
  return Buffer.concat([...before, Buffer.alloc(scanBytes, 0x55), end]);
}

function jpegSegment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}
