import fc from 'fast-check';

import { IMAGE_BYTES_AT_MOST, ImageFileError, type ImageMediaType, readImageFile } from './image-file';
import { jpegImage, pngImage } from '@bonafide/testing';

const refusal = (bytes: Buffer, declared: ImageMediaType): string => {
  try {
    readImageFile(bytes, declared);
  } catch (error) {
    if (error instanceof ImageFileError) return error.message;
    throw error;
  }
  return 'taken';
};

/** The last chunk says that it is longer than the file. */
function withEndlessEnd(png: Buffer): Buffer {
  const changed = Buffer.from(png);
  changed.writeUInt32BE(1_000, png.length - 12);
  return changed;
}

describe('an image file', () => {
  it.each([
    ['image/png', pngImage({ width: 640, height: 400 })],
    ['image/jpeg', jpegImage({ width: 640, height: 400 })],
  ] as const)('of %s is known by its bytes, and its size is read', (type, bytes) => {
    expect(readImageFile(bytes, type)).toEqual({ width: 640, height: 400 });
  });

  it.each([
    ['is too small', pngImage({}).subarray(0, 99), 'image/png', /99 bytes.*at least 100/],
    ['is too large', Buffer.alloc(IMAGE_BYTES_AT_MOST + 1, pngImage({})), 'image/png', /larger than 5242880 bytes/],
    ['is a JPEG that was called a PNG', jpegImage({}), 'image/png', /those of image\/jpeg.*Content-Type: image\/jpeg/],
    ['is a PNG that was called a JPEG', pngImage({}), 'image/jpeg', /those of image\/png/],
    ['is something else', Buffer.from('%PDF-1.7'.padEnd(200, ' ')), 'image/jpeg', /not those of a JPEG file/],
    ['is a page with a script', Buffer.from('<svg onload="x">'.padEnd(200, ' ')), 'image/png', /not those of a PNG/],
    ['is a PNG that was cut off', pngImage({}).subarray(0, -13), 'image/png', /before it is whole/],
    ['is a PNG whose end has more to come', withEndlessEnd(pngImage({})), 'image/png', /before it is whole/],
    ['is a JPEG that was cut off', jpegImage({}).subarray(0, -2), 'image/jpeg', /before it is whole/],
    ['is a JPEG without a size', jpegImage({ hasFrame: false }), 'image/jpeg', /how large/],
    ['is a thumbnail', pngImage({ width: 99, height: 640 }), 'image/png', /99 by 640 pixels.*needs 100/],
    ['says it is longer than any', pngImage({ width: 12_001, height: 200 }), 'image/png', /12001 by 200/],
    ['would fill the memory', jpegImage({ width: 12_000, height: 5_001 }), 'image/jpeg', /60000000 in all/],
    ['has no pixels', pngImage({ width: 0, height: 0, bytes: 200 }), 'image/png', /0 by 0/],
  ] as const)('that %s is refused with the cure', (_, bytes, declared, why) => {
    expect(refusal(bytes, declared)).toMatch(why);
  });

  it('of any bytes is taken or refused in words: nothing else comes of it', () => {
    const beginnings = [pngImage({}).subarray(0, 33), jpegImage({}).subarray(0, 20), Buffer.alloc(0)];
    fc.assert(
      fc.property(
        fc.constantFrom(...beginnings),
        fc.uint8Array({ minLength: 100, maxLength: 400 }),
        (beginning, rest) => {
          for (const type of ['image/png', 'image/jpeg'] as const) refusal(Buffer.concat([beginning, rest]), type);
        },
      ),
    );
  });

  it('cut off at any byte is not taken', () => {
    for (const [type, whole] of [
      ['image/png', pngImage({})],
      ['image/jpeg', jpegImage({})],
    ] as const) {
      for (let length = 0; length < whole.length; length++)
        expect(refusal(whole.subarray(0, length), type)).not.toBe('taken');
    }
  });
});
