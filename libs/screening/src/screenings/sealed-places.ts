import type { FieldPlace } from '@bonafide/encryption';

export const subjectPlace = (screeningId: string): FieldPlace => ({
  table: 'screenings',
  column: 'subject',
  row: screeningId,
});

export const monitoredSubjectPlace = (monitoredSubjectId: string): FieldPlace => ({
  table: 'monitored_subjects',
  column: 'subject',
  row: monitoredSubjectId,
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

/** Why somebody set a version of the settings that the table holds. */
export const settingsReasonPlace = (table: string, version: number): FieldPlace => ({
  table,
  column: 'reason',
  row: String(version),
});

/** Hits of subjects that were screened. */
export const backtestExamplesPlace = (backtestId: string): FieldPlace => ({
  table: 'threshold_backtests',
  column: 'examples',
  row: backtestId,
});

/** The rows of a part of a file as they came. */
export const partInputPlace = (partId: string): FieldPlace => ({
  table: 'screening_file_parts',
  column: 'input',
  row: partId,
});

/** The lines of the result; their hits repeat words of the rows' names. */
export const partResultPlace = (partId: string): FieldPlace => ({
  table: 'screening_file_parts',
  column: 'result',
  row: partId,
});

/** Titles of columns are the caller's own words. */
export const unusedColumnsPlace = (fileId: string): FieldPlace => ({
  table: 'screening_files',
  column: 'unused_columns',
  row: fileId,
});
