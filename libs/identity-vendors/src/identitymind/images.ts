import type { DocumentImages } from '../port/identity-vendor';
import { VendorError } from '../port/vendor-error';

/** Bytes of one image before it becomes base64. */
export const MAX_IMAGE_BYTES = 5 * 1024 * 1024;

/**
 * The fields of a document: pure base64, without the media type that other clients put in front.
 * @throws VendorError `rejected_request` for an image that is empty or too large, before anything is sent
 */
export function documentFields(
  images: DocumentImages,
): Readonly<Record<string, string | readonly string[] | undefined>> {
  return {
    docType: images.documentType,
    docCountry: images.country,
    docState: images.region,
    scanData: encoded('front', images.front),
    backsideImageData: images.back && encoded('back', images.back),
    faceImages: images.face && [encoded('face', images.face)],
  };
}

function encoded(side: string, image: Buffer): string {
  if (image.length === 0) throw new VendorError('rejected_request', `The ${side} image is empty.`);
  if (image.length > MAX_IMAGE_BYTES) {
    throw new VendorError('rejected_request', `The ${side} image has more than ${MAX_IMAGE_BYTES} bytes.`);
  }
  return image.toString('base64');
}
