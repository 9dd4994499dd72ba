import type { FieldPlace } from '@bonafide/encryption';

export const subjectPlace = (screeningId: string): FieldPlace => ({
  table: 'screenings',
  column: 'subject',
  row: screeningId,
});

/** The evidence of a hit repeats words of the subject's name. */
export const evidencePlace = (hitId: string): FieldPlace => ({
  table: 'screening_hits',
  column: 'evidence',
  row: hitId,
});
