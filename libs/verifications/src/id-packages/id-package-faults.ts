import { type DocumentPolicy, needsBack, needsRegion } from './document-policy';
import { imageRoles, type PackagedImages, type PresentedDocument } from './id-package';

/** What is wrong with a package that somebody wants to make. */
export interface PackageFault {
  /** A JSON pointer into the request, without `#`. */
  readonly pointer: string;
  /** What would be right; never the value. */
  readonly detail: string;
}

/** What no single field can tell: which images a document needs, and whose state issued it. */
export function packageFaults(
  policy: DocumentPolicy,
  request: PresentedDocument & { readonly images: PackagedImages },
): PackageFault[] {
  const { documentType, region, images } = request;
  const repeated = imageRoles.filter((role, index) =>
    imageRoles.slice(0, index).some((earlier) => images[role] !== null && images[role] === images[earlier]),
  );
  return [
    ...(needsBack(documentType) && images.back === null
      ? [
          {
            pointer: '/backImageId',
            detail: `A document of type ${documentType} has a back: send an image of it as well.`,
          },
        ]
      : []),
    ...(needsRegion(policy, request) && region === null
      ? [{ pointer: '/region', detail: 'In this country states issue licences: say which one did, such as CA.' }]
      : []),
    ...repeated.map((role) => ({
      pointer: `/${role}ImageId`,
      detail: 'It is the same image as another one of the package. Send one for each.',
    })),
  ];
}
