import { Database } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { IS_TRUE_MATCH } from '../hits/true-match';
import type { ScreeningId, ThresholdBacktestId } from '../screening-ids';
import type { ScreenedSubject } from '../screenings/screening-request';
import { subjectPlace } from '../screenings/sealed-places';

/** A screening whose subject is screened anew. */
export interface BacktestScreening {
  readonly id: ScreeningId;
  readonly externalId: string | null;
  /** Null when its seal does not open. */
  readonly subject: ScreenedSubject | null;
}

/** What a person has said of an entry for a subject; null when nobody has. */
export type HitDecision = 'confirmed' | 'dismissed' | null;

/** An entry that was found for the subject of a screening. */
export interface ScreenedEntry {
  readonly screeningId: ScreeningId;
  readonly list: string;
  readonly entryId: string;
}

interface ScreeningRow extends Omit<BacktestScreening, 'subject'> {
  readonly subject: Buffer;
}

/** So that what is in memory at one time, answers with a hundred explained hits at worst, stays some megabytes. */
const PAGE_SCREENINGS = 50;

/** What a backtest reads: the last screenings, and what people have decided about their hits. */
@Injectable()
export class BacktestScreenings {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** The last screenings before a backtest was asked for, newest first, page by page: the same ones at every attempt. */
  async *lastBefore(
    organizationId: OrganizationId,
    backtestId: ThresholdBacktestId,
    count: number,
  ): AsyncGenerator<readonly BacktestScreening[]> {
    // Ids of every kind sort by the moment they were made at.
    let before = backtestId.replace(/^tbt_/, 'scr_');
    for (let left = count; left > 0; left -= PAGE_SCREENINGS) {
      const page = await this.page(organizationId, before, Math.min(left, PAGE_SCREENINGS));
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      before = last.id;
    }
  }

  /** What people have said of these: of this very hit, or that another screening has found the subject to be the entry. */
  async decisionsOn(entries: readonly ScreenedEntry[]): Promise<(entry: ScreenedEntry) => HitDecision> {
    if (entries.length === 0) return () => null;
    const rows = await this.database.query<ScreenedEntry & { readonly decision: HitDecision }>(
      `SELECT hit.screening_id AS "screeningId", hit.list, hit.entry_id AS "entryId",
              CASE WHEN own.state = 'confirmed' OR ${IS_TRUE_MATCH} THEN 'confirmed'
                   WHEN own.state IN ('dismissed', 'suppressed') THEN 'dismissed' END AS decision
       FROM unnest($1::text[], $2::text[], $3::text[]) AS hit (screening_id, list, entry_id)
       JOIN screenings AS screening ON screening.id = hit.screening_id
       LEFT JOIN screening_hits AS own
         ON own.screening_id = hit.screening_id AND own.list = hit.list AND own.entry_id = hit.entry_id`,
      [
        entries.map(({ screeningId }) => screeningId),
        entries.map(({ list }) => list),
        entries.map(({ entryId }) => entryId),
      ],
    );
    const decisions = new Map(rows.map(({ decision, ...entry }) => [keyOf(entry), decision]));
    return (entry) => decisions.get(keyOf(entry)) ?? null;
  }

  private async page(organizationId: OrganizationId, before: string, limit: number): Promise<BacktestScreening[]> {
    const rows = await this.database.query<ScreeningRow>(
      `SELECT id, external_id AS "externalId", subject FROM screenings
       WHERE organization_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3`,
      [organizationId, before, limit],
    );
    const texts = await this.encryption.openMany(
      organizationId,
      rows.map(({ id, subject }) => ({ place: subjectPlace(id), sealed: subject })),
    );
    return rows.map((row, index) => ({ ...row, subject: subjectOf(texts[index] ?? null) }));
  }
}

const subjectOf = (text: Buffer | null): ScreenedSubject | null =>
  text === null ? null : (JSON.parse(text.toString()) as ScreenedSubject);

const keyOf = ({ screeningId, list, entryId }: ScreenedEntry): string => [screeningId, list, entryId].join(' ');
