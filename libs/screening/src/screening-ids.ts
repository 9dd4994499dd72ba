import { defineId, type Id } from '@bonafide/identifiers';

export type ScreeningId = Id<'scr'>;
export const screeningIds = defineId('scr');

export type ScreeningHitId = Id<'hit'>;
export const screeningHitIds = defineId('hit');

/** One decision of a person about a hit. */
export type DispositionId = Id<'dsp'>;
export const dispositionIds = defineId('dsp');

/** That a hit which was dismissed is not to be looked at again. */
export type SuppressionId = Id<'sup'>;
export const suppressionIds = defineId('sup');

export const hitNoteIds = defineId('note');

/** One publication of a sanctions list: the very bytes, how they were come by, and when. */
export type PublicationId = Id<'pub'>;
export const publicationIds = defineId('pub');
