import { defineId, type Id } from '@bonafide/identifiers';

/** Images of one document of one person. Vendors know their case by it. */
export type IdPackageId = Id<'idp'>;
export const idPackageIds = defineId('idp');

export type ImageId = Id<'img'>;
export const imageIds = defineId('img');
