import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { EngineHit } from '../matching/engine-hit';
import { bandOf, scoresOfBand } from '../matching/score-band';
import { hitNoteIds, type ScreeningHitId } from '../screening-ids';
import { dispositionCommentPlace, evidencePlace, notePlace } from '../screenings/sealed-places';
import type { DecidingPerson, DispositionSnapshot } from './disposition';
import type { HitAssignment, HitFilter, HitNote, HitSnapshot, HitSummary } from './hit-snapshot';
import { type HitState, isOpen } from './hit-state';

type SummaryRow = Omit<HitSummary, 'band'>;

interface HitRow extends SummaryRow {
  readonly evidence: Buffer;
}

interface DispositionRow extends Omit<DispositionSnapshot, 'comment'> {
  readonly comment: Buffer | null;
}

interface NoteRow extends Omit<HitNote, 'text'> {
  readonly text: Buffer;
}

const SUMMARY = `hit.id, screening_id AS "screeningId", external_id AS "externalId", hit.list, hit.entry_id AS "entryId",
  encode(entry_fingerprint, 'hex') AS "entryFingerprint", hit.score, hit.state, state_since AS "stateSince",
  suppressed_by AS "suppressedBy", lapsed_at AS "lapsedAt", lapsed_by AS "lapsedBy", lapse_reason AS "lapseReason", assignee, due_at AS "dueAt", hit.created_at AS "createdAt"`;
const FROM = `FROM screening_hits AS hit JOIN screenings AS screening ON screening.id = hit.screening_id`;
const HISTORY = `id, actor, api_key_id AS "apiKeyId", decision, reason_code AS "reasonCode", comment,
  suppress_until AS "suppressUntil", from_state AS "fromState", to_state AS "toState", decided_at AS "decidedAt"`;

/** Hits: looked up, handed to people, written about. */
@Injectable()
export class Hits {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** @param source the open transaction, to see what was changed in it */
  async find(
    organizationId: OrganizationId,
    id: ScreeningHitId,
    source: Pick<Transaction, 'query'> = this.database,
  ): Promise<HitSnapshot | null> {
    const [[row], history, notes] = await Promise.all([
      source.query<HitRow>(`SELECT ${SUMMARY}, evidence ${FROM} WHERE hit.id = $1 AND hit.organization_id = $2`, [
        id,
        organizationId,
      ]),
      source.query<DispositionRow>(
        `SELECT ${HISTORY} FROM screening_hit_dispositions WHERE hit_id = $1 AND organization_id = $2 ORDER BY id`,
        [id, organizationId],
      ),
      source.query<NoteRow>(
        `SELECT id, actor, text, created_at AS "createdAt" FROM screening_hit_notes
         WHERE hit_id = $1 AND organization_id = $2 ORDER BY id`,
        [id, organizationId],
      ),
    ]);
    if (row === undefined) return null;
    const { evidence, ...summary } = row;
    return {
      ...withBand(summary),
      evidence: await this.encryption.openJson<EngineHit>(organizationId, evidencePlace(id), evidence),
      history: await Promise.all(history.map((disposition) => this.openDisposition(organizationId, disposition))),
      notes: await Promise.all(
        notes.map(async ({ text, ...note }) => ({
          ...note,
          text: (await this.encryption.open(organizationId, notePlace(note.id), text)).toString(),
        })),
      ),
    };
  }

  /** Newest first. */
  async list(organizationId: OrganizationId, filter: HitFilter): Promise<HitSummary[]> {
    const { state, screeningId, externalId, list, minScore, maxScore, band, assignee, dueBefore, isLapsed } = filter;
    const { lowest, below } = band === undefined ? {} : scoresOfBand(band);
    const wanted = [
      state,
      screeningId,
      externalId,
      list,
      minScore,
      maxScore,
      lowest,
      below,
      assignee,
      dueBefore,
      filter.before,
      isLapsed,
    ];
    const rows = await this.database.query<SummaryRow>(
      `SELECT ${SUMMARY} ${FROM}
       WHERE hit.organization_id = $1 AND ($2::text IS NULL OR hit.state = $2)
         AND ($3::text IS NULL OR screening_id = $3) AND ($4::text IS NULL OR external_id = $4)
         AND ($5::text IS NULL OR hit.list = $5) AND ($6::float8 IS NULL OR score >= $6)
         AND ($7::float8 IS NULL OR score <= $7) AND ($8::float8 IS NULL OR score >= $8)
         AND ($9::float8 IS NULL OR score < $9) AND ($10::text IS NULL OR assignee = $10)
         AND ($11::timestamptz IS NULL OR due_at < $11) AND ($12::text IS NULL OR hit.id < $12)
         AND ($13::boolean IS NULL OR (lapsed_at IS NOT NULL) = $13)
       ORDER BY hit.id DESC LIMIT $14`,
      [organizationId, ...wanted.map((value) => value ?? null), filter.limit],
    );
    return rows.map(withBand);
  }

  /** @returns the state that does not allow it; null when there is no such hit */
  async assign(
    tx: Transaction,
    organizationId: OrganizationId,
    id: ScreeningHitId,
    { assignee, dueAt }: HitAssignment,
  ): Promise<'done' | { readonly refusedAs: HitState } | null> {
    const [hit] = await tx.query<{ state: HitState }>(
      'SELECT state FROM screening_hits WHERE id = $1 AND organization_id = $2 FOR UPDATE',
      [id, organizationId],
    );
    if (hit === undefined) return null;
    if (!isOpen(hit.state)) return { refusedAs: hit.state };
    await tx.query(
      `UPDATE screening_hits SET assignee = CASE WHEN $2 THEN $3 ELSE assignee END, due_at = CASE WHEN $4 THEN $5 ELSE due_at END
       WHERE id = $1`,
      [id, assignee !== undefined, assignee ?? null, dueAt !== undefined, dueAt ?? null],
    );
    return 'done';
  }

  /** @returns null when there is no such hit */
  async addNote(
    tx: Transaction,
    organizationId: OrganizationId,
    hitId: ScreeningHitId,
    { actor, apiKeyId, text }: DecidingPerson & { readonly text: string },
  ): Promise<HitNote | null> {
    const id = hitNoteIds.create();
    const sealed = await this.encryption.seal(organizationId, notePlace(id), Buffer.from(text));
    const [row] = await tx.query<{ createdAt: Date }>(
      `INSERT INTO screening_hit_notes (id, hit_id, organization_id, actor, api_key_id, text)
       SELECT $1, id, organization_id, $4, $5, $6 FROM screening_hits WHERE id = $2 AND organization_id = $3
       RETURNING created_at AS "createdAt"`,
      [id, hitId, organizationId, actor, apiKeyId, sealed],
    );
    return row === undefined ? null : { id, actor, text, createdAt: row.createdAt };
  }

  private async openDisposition(
    organizationId: OrganizationId,
    { comment, ...row }: DispositionRow,
  ): Promise<DispositionSnapshot> {
    if (comment === null) return { ...row, comment };
    const opened = await this.encryption.open(organizationId, dispositionCommentPlace(row.id), comment);
    return { ...row, comment: opened.toString() };
  }
}

const withBand = <Row extends SummaryRow>(row: Row): Row & HitSummary => ({ ...row, band: bandOf(row.score) });
