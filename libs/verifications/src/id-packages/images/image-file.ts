export const imageMediaTypes = ['image/jpeg', 'image/png'] as const;
export type ImageMediaType = (typeof imageMediaTypes)[number];

/** A file below this holds no photograph. */
export const IMAGE_BYTES_AT_LEAST = 100;
/** What vendors take, before base64. */
export const IMAGE_BYTES_AT_MOST = 5 * 1024 ** 2;
/** Nothing can be read from a document of fewer pixels across. */
export const IMAGE_SIDE_AT_LEAST = 100;
export const IMAGE_SIDE_AT_MOST = 12_000;
/** A small file may say that it is so large that whoever decodes it runs out of memory. */
export const IMAGE_PIXELS_AT_MOST = 60_000_000;

/** In pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** The bytes are no image that can be taken. The sentence says why and what would be right, and nothing of the image. */
export class ImageFileError extends Error {
  override readonly name = 'ImageFileError';
}

/**
 * Looks at an image without decoding it: whether it is what it was declared to be, whole, and of a size that somebody can
 * work with.
 * @throws ImageFileError
 */
export function readImageFile(bytes: Buffer, declared: ImageMediaType): ImageSize {
  if (bytes.length < IMAGE_BYTES_AT_LEAST) {
    throw new ImageFileError(`The image has ${bytes.length} bytes. A photograph has at least ${IMAGE_BYTES_AT_LEAST}.`);
  }
  if (bytes.length > IMAGE_BYTES_AT_MOST) {
    throw new ImageFileError(`The image is larger than ${IMAGE_BYTES_AT_MOST} bytes. Save it smaller.`);
  }
  const found = mediaTypeByContent(bytes);
  if (found !== declared) throw new ImageFileError(wrongType(found, declared));
  const size = found === 'image/png' ? pngSize(bytes) : jpegSize(bytes);
  const [shorter, longer] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
  if (shorter < IMAGE_SIDE_AT_LEAST) {
    throw new ImageFileError(
      `The image is ${size.width} by ${size.height} pixels: nothing can be read from it. Each side needs ${IMAGE_SIDE_AT_LEAST}.`,
    );
  }
  if (longer > IMAGE_SIDE_AT_MOST || size.width * size.height > IMAGE_PIXELS_AT_MOST) {
    throw new ImageFileError(
      `The image is ${size.width} by ${size.height} pixels. It may have ${IMAGE_SIDE_AT_MOST} a side and ${IMAGE_PIXELS_AT_MOST} in all.`,
    );
  }
  return size;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function mediaTypeByContent(bytes: Buffer): ImageMediaType | null {
  if (bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return 'image/png';
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff ? 'image/jpeg' : null;
}

const wrongType = (found: ImageMediaType | null, declared: ImageMediaType): string =>
  found === null
    ? `The bytes are not those of ${declared === 'image/png' ? 'a PNG' : 'a JPEG'} file. Send a JPEG or PNG file as it is.`
    : `The bytes are those of ${found}. Send it with the header "Content-Type: ${found}".`;

const cutOff = (): ImageFileError => new ImageFileError('The image ends before it is whole. Send all of the file.');

/** PNG (ISO/IEC 15948): chunks of length, type, content and checksum, from IHDR to IEND. */
function pngSize(bytes: Buffer): ImageSize {
  let size: ImageSize | null = null;
  for (let at = PNG_SIGNATURE.length; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (size === null) {
      if (type !== 'IHDR' || length !== 13 || at + 25 > bytes.length)
        throw new ImageFileError('The PNG file has no header.');
      size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    }
    at += 12 + length;
    if (type === 'IEND' && at <= bytes.length) return size;
  }
  throw cutOff();
}

/** Frame headers; C4, C8 and CC are other things (ITU-T T.81, table B.1). */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

/** JPEG (ITU-T T.81): segments with a marker and a length, then the scan, which an end marker follows. */
function jpegSize(bytes: Buffer): ImageSize {
  let size: ImageSize | null = null;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) throw new ImageFileError('The JPEG file is damaged: a segment begins where there is none.');
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    if (isFrameHeader(marker) && at + 9 <= bytes.length) {
      size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    at += 2 + length;
    if (marker !== START_OF_SCAN) continue;
    if (size === null) throw new ImageFileError('The JPEG file is damaged: it does not say how large the image is.');
    if (at <= bytes.length && bytes.indexOf(END_OF_IMAGE, at) !== -1) return size;
    break;
  }
  throw cutOff();
}
