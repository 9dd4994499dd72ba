import { Database } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import type { RescreeningPartResult, SubjectWithHits } from '@bonafide/jobs';
import { log } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import type { EngineHit } from '../matching/engine-hit';
import { type ListSetId, type MonitoredSubjectId, screeningIds } from '../screening-ids';
import { monitoredSubjectPlace, subjectPlace } from '../screenings/sealed-places';
import { ScreeningThresholds } from '../settings/screening-thresholds.service';
import { type AppliedThresholds, ownThreshold, type ThresholdsInForce } from '../settings/thresholds';
import type { ScreeningThreads } from '../threads/screening-threads';
import { type PartOfRun, type PartSubject, RescreeningRuns } from './rescreening-runs.repository';

/** What a part is screened against. */
export interface ListsOfPart {
  readonly listSetId: ListSetId;
  readonly checkedAt: Date;
  readonly threads: ScreeningThreads;
}

interface OpenedSubject {
  readonly id: MonitoredSubjectId;
  /** JSON, UTF-8. */
  readonly text: Buffer;
  readonly thresholds: AppliedThresholds;
}

interface Slice {
  readonly screened: number;
  readonly ended: number;
  readonly unscreened: readonly MonitoredSubjectId[];
  readonly found: readonly SubjectWithHits[];
}

/** So many are read and screened at once; between two slices the attempt hears when it has to stop. */
const SUBJECTS_A_SLICE = 500;
/** More hits than an analyst would ever read; the screening says when there were more still. */
const HITS_AT_MOST = 100;
/** While one slice is screened the next is read and opened. */
const SLICES_AHEAD = 2;

/** Reads the subjects of a part, opens them, and screens them. */
@Injectable()
export class PartScreening {
  constructor(
    private readonly runs: RescreeningRuns,
    private readonly encryption: FieldEncryption,
    private readonly database: Database,
    private readonly thresholds: ScreeningThresholds,
  ) {}

  /** @throws when it did not come by just the subjects that the part is said to have */
  async screen(part: PartOfRun, lists: ListsOfPart, signal: AbortSignal): Promise<RescreeningPartResult> {
    // Those of now, for all of the part: a part is not screened by two.
    const inForce = await this.thresholds.current(this.database, part.run.organizationId);
    const slices: Promise<Slice>[] = [];
    let after: string | null = null;
    for (;;) {
      signal.throwIfAborted();
      const rows: PartSubject[] = await this.runs.subjectsOf(part, after, SUBJECTS_A_SLICE);
      const slice = this.screenSlice(part, rows, lists, inForce);
      // Whoever waits for it hears of it; that it fails before must not count as unhandled.
      slice.catch(() => undefined);
      slices.push(slice);
      after = rows.at(-1)?.id ?? null;
      if (rows.length < SUBJECTS_A_SLICE) break;
      await slices.at(-SLICES_AHEAD);
    }
    return this.resultOf(part, lists, await Promise.all(slices));
  }

  private resultOf(part: PartOfRun, { listSetId, checkedAt, threads }: ListsOfPart, slices: readonly Slice[]) {
    const result = {
      listSetId,
      listsCheckedAt: checkedAt,
      engineVersion: threads.description.engineVersion,
      configurationHash: threads.description.configurationHash,
      screened: slices.reduce((sum, { screened }) => sum + screened, 0),
      ended: slices.reduce((sum, { ended }) => sum + ended, 0),
      unscreened: slices.flatMap(({ unscreened }) => unscreened),
      found: slices.flatMap(({ found }) => found),
    };
    const seen = result.screened + result.ended + result.unscreened.length;
    if (seen === part.subjects) return result;
    throw new Error(`Part ${part.id} has ${part.subjects} subjects, and ${seen} were found.`);
  }

  private async screenSlice(
    { run }: PartOfRun,
    rows: readonly PartSubject[],
    lists: ListsOfPart,
    inForce: ThresholdsInForce,
  ): Promise<Slice> {
    const unscreened: MonitoredSubjectId[] = [];
    const opened: OpenedSubject[] = [];
    const { organizationId } = run;
    const present = rows.flatMap(({ subject, ...row }) => (subject === null ? [] : [{ ...row, subject }]));
    const texts = await this.encryption.openMany(
      organizationId,
      present.map(({ id, subject }) => ({ place: monitoredSubjectPlace(id), sealed: subject })),
    );
    for (const [index, { id, threshold }] of present.entries()) {
      const text = texts[index] ?? null;
      // One that was tampered with must not cost the others.
      if (text === null) unscreened.push(id);
      else opened.push({ id, text, thresholds: threshold === null ? inForce : ownThreshold(threshold) });
    }
    const ended = rows.length - present.length;
    const batch = {
      lines: linesOf(opened),
      thresholds: opened.map(({ thresholds }) => thresholds),
    };
    const answer = await lists.threads.screenSubjects(batch, HITS_AT_MOST);
    const found = await Promise.all(
      answer.found.map(({ index, ...hits }) => this.sealFound(run.organizationId, opened[index], hits)),
    );
    for (const index of answer.unscreened) {
      const subject = opened[index];
      if (subject !== undefined) unscreened.push(subject.id);
    }
    if (unscreened.length > 0)
      log.warn('rescreening.subjects-unscreened', { organizationId, count: unscreened.length });
    return { screened: rows.length - ended - unscreened.length, ended, unscreened, found };
  }

  private async sealFound(
    organizationId: OrganizationId,
    subject: OpenedSubject | undefined,
    { hits, truncated }: { readonly hits: readonly EngineHit[]; readonly truncated: boolean },
  ): Promise<SubjectWithHits> {
    if (subject === undefined) throw new Error('A thread has answered for a subject that it was not asked for.');
    const screeningId = screeningIds.create();
    return {
      subjectId: subject.id,
      screeningId,
      sealedSubject: await this.encryption.seal(organizationId, subjectPlace(screeningId), subject.text),
      threshold: subject.thresholds.threshold,
      listThresholds: subject.thresholds.listThresholds,
      thresholdVersion: subject.thresholds.version,
      hits: hits.map((hit) => ({ list: hit.list, entryId: hit.entryId, score: hit.score, evidence: hit })),
      truncated,
    };
  }
}

const NEWLINE = Buffer.from('\n');

const linesOf = (subjects: readonly OpenedSubject[]): Uint8Array =>
  Buffer.concat(subjects.flatMap(({ text }) => [text, NEWLINE]));
