import type { FieldPlace } from '@bonafide/encryption';

const placeOf =
  (table: string, column: string) =>
  (row: string): FieldPlace => ({ table, column, row });

/** The file as it was uploaded. */
export const imagePlace = placeOf('id_package_images', 'content');
/** Type, country and region of the document. */
export const documentPlace = placeOf('id_packages', 'document');
/** Who was asked about, as the record said when verification was asked for. */
export const packageApplicantPlace = placeOf('id_packages', 'applicant');
/** What the person who decided has written. */
export const packageDecisionPlace = placeOf('id_packages', 'decision_reason');
