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

/** What a person wrote beside a decision may name somebody. */
export const dispositionCommentPlace = (dispositionId: string): FieldPlace => ({
  table: 'screening_hit_dispositions',
  column: 'comment',
  row: dispositionId,
});

export const notePlace = (noteId: string): FieldPlace => ({
  table: 'screening_hit_notes',
  column: 'text',
  row: noteId,
});

export const revocationCommentPlace = (suppressionId: string): FieldPlace => ({
  table: 'screening_suppressions',
  column: 'revocation_comment',
  row: suppressionId,
});

export const settingsReasonPlace = (version: number): FieldPlace => ({
  table: 'screening_settings',
  column: 'reason',
  row: String(version),
});
