import { loadConfig } from '@bonafide/configuration';
import { FieldEncryption } from '@bonafide/encryption';
import type { RescreeningPlanningResult } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { ListSets } from '../active-lists/list-sets.repository';
import { ListPublications } from '../publications/list-publications.service';
import { PublicationRepository } from '../publications/publication.repository';
import type { ListSetId } from '../screening-ids';
import { LapsedHits } from './lapsed-hits.service';
import { RescreeningConfig } from './rescreening.config';
import { type RescreeningRun, RescreeningRuns } from './rescreening-runs.repository';

/** `not-yet`: another run comes first, or a list is missing. `ended`: nobody wants it any more. */
export type Plan = { readonly result: RescreeningPlanningResult } | 'not-yet' | 'ended' | 'list-not-screened';

/** Finds what a run is about: which publications, whom, in which parts. What has lapsed lapses here, once for all parts. */
@Injectable()
export class RescreeningPlanner {
  private readonly partSize = loadConfig(RescreeningConfig).RESCREENING_PART_SIZE;

  constructor(
    private readonly runs: RescreeningRuns,
    private readonly lists: ListPublications,
    private readonly listSets: ListSets,
    private readonly publications: PublicationRepository,
    private readonly lapsedHits: LapsedHits,
    private readonly encryption: FieldEncryption,
  ) {}

  async plan(rescreeningId: string, signal: AbortSignal): Promise<Plan> {
    const run = await this.runs.find(rescreeningId);
    if (run?.state !== 'planned') return 'ended';
    if (await this.runs.isBehindAnother(run.id)) return 'not-yet';
    const listSetId = await this.listSetOf(run);
    if (listSetId === 'not-yet' || listSetId === 'list-not-screened') return listSetId;
    // The settlement seals the parts' jobs with it.
    await this.encryption.prepare(run.organizationId);
    await this.lapsedHits.lapse(run, signal);
    const { fromPublicationId, toPublicationId } = run;
    const entries =
      toPublicationId === null ? null : await this.publications.countDifferences(fromPublicationId, toPublicationId);
    const revision = await this.runs.drawRevision(run.organizationId);
    return { result: { listSetId, revision, entries, parts: await this.runs.cut(run, revision, this.partSize) } };
  }

  /** The publications in use, but of the list of the run the one that it is about, which may have been followed by another. */
  private async listSetOf({
    list,
    toPublicationId,
  }: RescreeningRun): Promise<ListSetId | 'not-yet' | 'list-not-screened'> {
    const { publications, missing } = await this.lists.inUse();
    if (list !== null && ![...missing, ...publications.map((one) => one.list)].includes(list))
      return 'list-not-screened';
    if (missing.length > 0) return 'not-yet';
    if (toPublicationId === null) return this.listSets.of(publications);
    return this.listSets.of(publications.map((one) => (one.list === list ? { list, id: toPublicationId } : one)));
  }
}
