import { loadConfig, ModeConfig } from '@bonafide/configuration';
import { Database, Notifications, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { INSTALLATION_ID } from '@bonafide/identifiers';
import { counter, log } from '@bonafide/observability';
import { EventPublisher, type EventType } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import { sha256OfFiles } from '../lists/list-files';
import { type ListFiles, type ListSource } from '../lists/list-source';
import { type ListPublication } from '../lists/read-list-directory';
import { type SanctionsEntry } from '../lists/sanctions-entry';
import { ListCoverage } from '../rescreening/list-coverage.service';
import { type PublicationId } from '../screening-ids';
import { examinePublication, type Predecessor, read } from './examine-publication';
import { activeListsChannel } from './active-lists-channel';
import { type CheckOutcome, type FileValidators, ListChecks } from './list-checks.repository';
import { ListConfig } from './list.config';
import { type PublicationOrigin, type PublicationSnapshot } from './publication';
import { PublicationRejected } from './publication-rejected';
import { PublicationRepository } from './publication.repository';

export interface Intake {
  readonly outcome: Exclude<CheckOutcome, 'unreachable'>;
  readonly publication: PublicationSnapshot;
  /** When they had to be read for it. */
  readonly entries: readonly SanctionsEntry[] | null;
}

/** A publication as it was judged, not stored yet. */
interface Judged {
  readonly read: ListPublication | null;
  readonly rejection: PublicationRejected | null;
}

const rejected = counter('sanctions_list_rejected_total', 'Publications that were not put to use', ['list', 'reason']);
const activated = counter('sanctions_list_activated_total', 'Publications that were put to use', ['list', 'origin']);

const eventOf: Partial<Record<CheckOutcome, EventType>> = {
  activated: 'list.updated',
  awaiting_activation: 'list.awaiting_activation',
  rejected: 'list.rejected',
};

/** Takes in what a publisher, or a directory, gives: examined, stored with its bytes, and put to use if it is fit. */
@Injectable()
export class ListIntake {
  private readonly config = loadConfig(ListConfig);
  private readonly isSandbox = loadConfig(ModeConfig).BONAFIDE_MODE === 'sandbox';

  constructor(
    private readonly database: Database,
    private readonly publications: PublicationRepository,
    private readonly checks: ListChecks,
    private readonly events: EventPublisher,
    private readonly notifications: Notifications,
    private readonly coverage: ListCoverage,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Whatever is wrong with the files is the answer, not an error: they are stored as rejected, and nothing else changes. */
  async take(
    source: ListSource,
    files: ListFiles,
    origin: PublicationOrigin,
    validators?: FileValidators,
  ): Promise<Intake> {
    if (origin === 'sandbox' && !this.isSandbox) throw new Error('The made-up list screens nobody in production.');
    const sha256 = sha256OfFiles(files);
    const known = await this.publications.known(source.id, sha256);
    const judged = known === null ? await this.examine(source, files, origin) : null;
    // For the jobs that screen monitored subjects again.
    await this.encryption.prepare(INSTALLATION_ID);
    return this.database.transaction(async (tx) => {
      await this.checks.takeTurn(tx, source.id);
      const stored = await this.publications.known(source.id, sha256, tx);
      const publication =
        stored ?? (await this.publications.store(tx, { list: source.id, files, origin, ...must(judged) }));
      const outcome = await this.outcomeOf(tx, publication, stored !== null, origin);
      const detail = publication.rejectionDetail;
      const sequence = await this.checks.record(tx, source.id, outcome, {
        detail,
        // They stand for the list in use: with those of a rejected one its publisher would soon say "not modified", and the
        // list in use would pass for current.
        ...(validators !== undefined && isInUse(publication, outcome) ? { validators } : {}),
      });
      // What was rejected yesterday and is still the same is no news.
      if (stored === null || outcome === 'activated') await this.tell(tx, publication, outcome, sequence);
      return {
        outcome,
        publication: (await this.publications.find(publication.id, tx)) ?? publication,
        entries: judged?.read?.entries ?? null,
      };
    });
  }

  /** A person puts a publication to use: one that waits for it, one that was in use before, or one that was rejected. */
  async activate(
    tx: Transaction,
    publication: PublicationSnapshot,
    by: { readonly actor: string; readonly note: string | null },
  ): Promise<void> {
    await this.checks.takeTurn(tx, publication.list);
    await this.putToUse(tx, publication, by);
    // What its publisher gave last is not what is in use now, so it is fetched again, whole.
    const sequence = await this.checks.record(tx, publication.list, 'activated', { detail: by.note, validators: {} });
    await this.tell(tx, publication, 'activated', sequence);
  }

  /**
   * Canaries into the list in use. @returns what is wrong with it, or null
   */
  async probe(source: ListSource, active: PublicationSnapshot): Promise<PublicationRejected | null> {
    const files = await this.publications.files(active.id);
    const { rejection } = await this.judge(source, files, active.origin, {
      entries: active.entries,
      publishedAt: null,
      known: await this.publications.knownEntries(active.id),
    });
    await this.database.transaction((tx) => this.checks.probed(tx, source.id));
    if (rejection !== null) {
      rejected.inc({ list: source.id, reason: rejection.code });
      log.error('list.canary-failed', { list: source.id, publicationId: active.id, errorCode: rejection.code });
    }
    return rejection;
  }

  /** The entries of a stored publication. */
  async entriesOf(source: ListSource, id: PublicationId) {
    return read(source, await this.publications.files(id)).entries;
  }

  private async examine(source: ListSource, files: ListFiles, origin: PublicationOrigin): Promise<Judged> {
    const active = await this.publications.active(source.id, false);
    const predecessor =
      active === null
        ? null
        : {
            entries: active.entries,
            publishedAt: active.publishedAt,
            known: await this.publications.knownEntries(active.id),
          };
    return this.judge(source, files, origin, predecessor);
  }

  private async judge(
    source: ListSource,
    files: ListFiles,
    origin: PublicationOrigin,
    predecessor: Predecessor | null,
  ): Promise<Judged> {
    try {
      const mustBeWhole = origin === 'download' || !this.isSandbox;
      const maximumShrinkage = this.config.LIST_SHRINKAGE_PERCENT / 100;
      return {
        read: examinePublication(source, files, { mustBeWhole, maximumShrinkage, predecessor }),
        rejection: null,
      };
    } catch (error) {
      if (!(error instanceof PublicationRejected)) throw error;
      return { read: readIfPossible(source, files), rejection: error };
    }
  }

  private async outcomeOf(
    tx: Transaction,
    publication: PublicationSnapshot,
    wasKnown: boolean,
    origin: PublicationOrigin,
  ): Promise<Intake['outcome']> {
    if (wasKnown) await this.publications.seen(tx, publication.id, origin);
    switch (publication.state) {
      case 'active':
        return 'unchanged';
      case 'rejected':
        return 'rejected';
      case 'awaiting_activation':
      case 'superseded':
        if (wasKnown && (await this.isHeldByPerson(publication.list))) return 'unchanged';
        if (this.config.LIST_ACTIVATION === 'manual' && origin === 'download') return 'awaiting_activation';
        await this.putToUse(tx, publication, null);
        return 'activated';
    }
  }

  /** In one with the runs by which monitored subjects are screened on what is different in it. */
  private async putToUse(
    tx: Transaction,
    publication: PublicationSnapshot,
    by: { readonly actor: string; readonly note: string | null } | null,
  ): Promise<void> {
    await this.coverage.takeTurn(tx);
    await this.publications.activate(tx, publication, by);
    await this.coverage.follow(tx, publication.list, publication.id);
  }

  /** What a person has put to use stays so until the publisher gives something that nobody has seen before. */
  private async isHeldByPerson(list: string): Promise<boolean> {
    const active = await this.publications.active(list, true);
    return active?.activatedBy != null;
  }

  private async tell(
    tx: Transaction,
    { id, list, origin, rejectionCode, entries }: PublicationSnapshot,
    outcome: CheckOutcome,
    sequence: number,
  ): Promise<void> {
    const type = eventOf[outcome];
    if (type !== undefined)
      await this.events.publishToAll(tx, { type, objectId: list, state: outcome, sequence, occurredAt: new Date() });
    tx.afterCommit(() => {
      const fields = { list, publicationId: id, origin, count: entries };
      if (outcome === 'activated') {
        activated.inc({ list, origin });
        log.info('list.activated', fields);
        this.notifications.send(activeListsChannel, list);
      } else if (outcome === 'rejected') {
        rejected.inc({ list, reason: rejectionCode ?? 'unknown' });
        log.error('list.rejected', { ...fields, errorCode: rejectionCode ?? undefined });
      } else {
        log.info('list.awaiting-activation', fields);
      }
    });
  }
}

const isInUse = ({ state }: PublicationSnapshot, outcome: Intake['outcome']): boolean =>
  outcome === 'activated' || (outcome === 'unchanged' && state === 'active');

/** So that a person may judge, and activate, what was rejected for its size alone. */
function readIfPossible(source: ListSource, files: ListFiles): ListPublication | null {
  try {
    return read(source, files);
  } catch {
    return null;
  }
}

function must(judged: Judged | null): Judged {
  if (judged === null) throw new Error('A publication that was known is gone.');
  return judged;
}
