/**
 * `WITH` clause: the organizations that monitor somebody, as rows of `organization (id)` of which the last is null. One
 * step of an index for each, however many subjects it has.
 */
export const WITH_MONITORING_ORGANIZATIONS = `WITH RECURSIVE organization (id) AS (
  (SELECT organization_id FROM monitored_subjects WHERE ended_revision IS NULL ORDER BY organization_id LIMIT 1)
  UNION ALL
  SELECT (SELECT organization_id FROM monitored_subjects
          WHERE ended_revision IS NULL AND organization_id > organization.id ORDER BY organization_id LIMIT 1)
  FROM organization WHERE organization.id IS NOT NULL
)`;
