import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import type { JobId, RescreeningPartResult, SubjectWithHits } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import type { RescreeningId, RescreeningPartId } from '../screening-ids';
import { ScreeningJobSubject } from '../screenings/screening-job-subject.service';
import { ListCoverage } from './list-coverage.service';

/** A part that was screened, and counts. */
export interface ScreenedPart {
  readonly id: RescreeningPartId;
  readonly rescreeningId: RescreeningId;
  readonly jobId: JobId;
  readonly organizationId: OrganizationId;
  readonly result: RescreeningPartResult;
  readonly traceparent: string | null | undefined;
}

interface Finding extends SubjectWithHits {
  readonly part: ScreenedPart;
}

/** Makes screenings, with hits that people decide about, of what was found when monitored subjects were screened again. */
@Injectable()
export class RescreeningHits {
  constructor(
    private readonly coverage: ListCoverage,
    private readonly screenings: ScreeningJobSubject,
  ) {}

  /** @returns how many hits were kept, by part */
  async store(tx: Transaction, parts: readonly ScreenedPart[]): Promise<ReadonlyMap<RescreeningPartId, number>> {
    const found = parts.flatMap((part) => part.result.found.map((finding) => ({ ...finding, part })));
    if (found.length === 0) return new Map();
    await this.coverage.holdStill(tx);
    const isNews = await this.newsAmong(tx, found);
    const news = found
      .map((finding, index) => ({ ...finding, hits: finding.hits.filter((_, at) => isNews.has(`${index} ${at}`)) }))
      .filter(({ hits }) => hits.length > 0);
    const inserted = new Set(await this.insert(tx, news));
    const stored = news.filter(({ screeningId }) => inserted.has(screeningId));
    await this.screenings.record(tx, stored.map(endedOf));
    const counts = new Map<RescreeningPartId, number>();
    for (const { part, hits } of stored) counts.set(part.id, (counts.get(part.id) ?? 0) + hits.length);
    return counts;
  }

  /**
   * Which hits tell something new, as `<finding> <hit>`. Not those about an entry that is not in use as it was compared:
   * the run that follows has looked, or will look, at what it is now. And not those that stand already, word for word.
   * An entry without a fingerprint is one that an older version of the program did not read when the publication was stored.
   */
  private async newsAmong(tx: Transaction, found: readonly Finding[]): Promise<ReadonlySet<string>> {
    const hits = found.flatMap(({ subjectId, part, hits: own }, index) =>
      own.map(({ list, entryId }, at) => ({
        key: `${index} ${at}`,
        subjectId,
        set: part.result.listSetId,
        list,
        entryId,
      })),
    );
    const rows = await tx.query<{ key: string }>(
      `SELECT hit.key
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
         AS hit (key, subject_id, list_set_id, list, entry_id)
       JOIN list_set_publications AS member ON member.list_set_id = hit.list_set_id AND member.list = hit.list
       LEFT JOIN list_entries AS compared
         ON compared.publication_id = member.publication_id AND compared.entry_id = hit.entry_id
       JOIN monitored_lists AS covered ON covered.list = hit.list
       LEFT JOIN list_entries AS present
         ON present.publication_id = covered.publication_id AND present.entry_id = hit.entry_id
       WHERE (member.publication_id = covered.publication_id OR present.fingerprint = compared.fingerprint)
         AND NOT EXISTS (
         SELECT 1 FROM screenings AS earlier JOIN screening_hits AS known ON known.screening_id = earlier.id
         WHERE earlier.monitored_subject_id = hit.subject_id AND known.list = hit.list AND known.entry_id = hit.entry_id
           AND known.entry_fingerprint IS NOT DISTINCT FROM compared.fingerprint AND known.lapsed_at IS NULL
           AND known.state IN ('pending_review', 'awaiting_second_review', 'confirmed'))`,
      [
        hits.map(({ key }) => key),
        hits.map(({ subjectId }) => subjectId),
        hits.map(({ set }) => set),
        hits.map(({ list }) => list),
        hits.map(({ entryId }) => entryId),
      ],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** @returns the ids of those that were stored: whoever is monitored no more gets none */
  private async insert(tx: Transaction, found: readonly Finding[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `INSERT INTO screenings (id, organization_id, job_id, external_id, state, subject, subject_fingerprint, threshold,
                               list_thresholds, threshold_version, submitted_by, submitted_with, monitored_subject_id,
                               rescreening_id)
       SELECT screening.id, subject.organization_id, job_id, external_id, 'pending', screening.subject,
              subject_fingerprint, screening.threshold, list_thresholds, threshold_version, submitted_by, submitted_with,
              subject.id, rescreening_id
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::float8[], $7::jsonb[], $8::integer[])
         AS screening (id, subject_id, job_id, rescreening_id, subject, threshold, list_thresholds, threshold_version)
       JOIN monitored_subjects AS subject ON subject.id = screening.subject_id AND ended_revision IS NULL
       RETURNING id`,
      [
        found.map(({ screeningId }) => screeningId),
        found.map(({ subjectId }) => subjectId),
        found.map(({ part }) => part.jobId),
        found.map(({ part }) => part.rescreeningId),
        found.map(({ sealedSubject }) => sealedSubject),
        found.map(({ threshold }) => threshold),
        found.map(({ listThresholds }) => JSON.stringify(listThresholds)),
        found.map(({ thresholdVersion }) => thresholdVersion),
      ],
    );
    return rows.map(({ id }) => id);
  }
}

function endedOf({ screeningId, hits, truncated, part }: Finding) {
  const { listSetId, listsCheckedAt, engineVersion, configurationHash } = part.result;
  return {
    organizationId: part.organizationId,
    subjectId: screeningId,
    state: 'completed' as const,
    result: { listSetId, listsCheckedAt, engineVersion, configurationHash, hits, truncated },
    errorCode: null,
    lane: 'bulk' as const,
    traceparent: part.traceparent,
  };
}
