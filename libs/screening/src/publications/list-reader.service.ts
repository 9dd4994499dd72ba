import { loadConfig, ModeConfig } from '@bonafide/configuration';
import { type Transaction } from '@bonafide/database';
import { Injectable } from '@nestjs/common';

import { type ListSource } from '../lists/list-source';
import { LIST_SOURCES } from '../lists/list-sources';
import { type PublicationId } from '../screening-ids';
import { type ListCheck, ListChecks } from './list-checks.repository';
import { ListIntake } from './list-intake.service';
import { screenedSources } from './list.config';
import { type PublicationSnapshot } from './publication';
import { type EntryDifference, type PublicationFilter, PublicationRepository } from './publication.repository';

export interface ListSnapshot {
  readonly source: ListSource;
  /** Whether screenings are made against it. */
  readonly isScreened: boolean;
  readonly active: PublicationSnapshot | null;
  readonly check: ListCheck | null;
}

/** Sanctions lists, as the outside sees them. */
@Injectable()
export class ListReader {
  private readonly screened = screenedSources();
  private readonly isSandbox = loadConfig(ModeConfig).BONAFIDE_MODE === 'sandbox';

  constructor(
    private readonly publications: PublicationRepository,
    private readonly checks: ListChecks,
    private readonly intake: ListIntake,
  ) {}

  /** Every list that Bonafide can read, whether or not it is in use. */
  lists(): Promise<ListSnapshot[]> {
    return Promise.all(LIST_SOURCES.map((source) => this.snapshotOf(source)));
  }

  async find(id: string): Promise<ListSnapshot | null> {
    const source = LIST_SOURCES.find((candidate) => candidate.id === id);
    return source === undefined ? null : this.snapshotOf(source);
  }

  /** Newest first. */
  publicationsOf(filter: PublicationFilter): Promise<PublicationSnapshot[]> {
    return this.publications.list(filter);
  }

  async publication(list: string, id: PublicationId, tx?: Transaction): Promise<PublicationSnapshot | null> {
    const publication = await this.publications.find(id, tx);
    return publication?.list === list ? publication : null;
  }

  differences(
    from: PublicationId,
    to: PublicationId,
    after: string | undefined,
    limit: number,
  ): Promise<EntryDifference[]> {
    return this.publications.differences(from, to, after, limit);
  }

  activate(tx: Transaction, publication: PublicationSnapshot, actor: string, note: string | null): Promise<void> {
    return this.intake.activate(tx, publication, { actor, note });
  }

  private async snapshotOf(source: ListSource): Promise<ListSnapshot> {
    const [active, check] = await Promise.all([
      this.publications.active(source.id, this.isSandbox),
      this.checks.of(source.id),
    ]);
    return { source, isScreened: this.screened.includes(source), active, check };
  }
}
