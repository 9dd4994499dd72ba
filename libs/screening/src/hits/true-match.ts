/**
 * Whether a person has found that this entry is this subject. Two that carry external ids are the same subject when
 * those are equal, else when the same was said of both. `screening` and `hit` are rows of the statement around it.
 */
export const IS_TRUE_MATCH = `EXISTS (
  SELECT 1 FROM screening_hits AS confirmed JOIN screenings AS other ON other.id = confirmed.screening_id
  WHERE confirmed.state = 'confirmed' AND confirmed.organization_id = screening.organization_id
    AND confirmed.list = hit.list AND confirmed.entry_id = hit.entry_id
    AND CASE WHEN other.external_id IS NULL OR screening.external_id IS NULL
             THEN other.subject_fingerprint = screening.subject_fingerprint
             ELSE other.external_id = screening.external_id END)`;
