import { defineId, type Id } from '@bonafide/identifiers';

export type ScreeningId = Id<'scr'>;
export const screeningIds = defineId('scr');

export const screeningHitIds = defineId('hit');

/** One publication of a sanctions list: the very bytes, how they were come by, and when. */
export type PublicationId = Id<'pub'>;
export const publicationIds = defineId('pub');
