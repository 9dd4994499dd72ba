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

/** The publications of all lists that were in use at one time: what a screening was made against. */
export type ListSetId = Id<'lst'>;
export const listSetIds = defineId('lst');

/** What other thresholds would have changed in the last screenings. */
export type ThresholdBacktestId = Id<'tbt'>;
export const thresholdBacktestIds = defineId('tbt');

/** A file whose rows are screened. */
export type ScreeningFileId = Id<'file'>;
export const screeningFileIds = defineId('file');

/** Some hundred rows of a file, which are screened by one job. */
export type ScreeningFilePartId = Id<'part'>;
export const screeningFilePartIds = defineId('part');

/** Somebody who is screened again whenever a list changes. */
export type MonitoredSubjectId = Id<'sub'>;
export const monitoredSubjectIds = defineId('sub');

/** One screening of all monitored subjects of an organization. */
export type RescreeningId = Id<'rsc'>;
export const rescreeningIds = defineId('rsc');

/** A range of a rescreening's subjects, which one job screens. */
export type RescreeningPartId = Id<'rsp'>;
export const rescreeningPartIds = defineId('rsp');
