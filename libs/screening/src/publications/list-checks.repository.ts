import { Database, type Transaction } from '@bonafide/database';
import { Injectable } from '@nestjs/common';

/** How the last look for a new publication ended. */
export const checkOutcomes = ['unchanged', 'activated', 'awaiting_activation', 'rejected', 'unreachable'] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];

/** What a publisher's server said of a file, for asking whether it has changed: its `etag` and `last-modified`. */
export type FileValidators = Readonly<Record<string, { readonly etag?: string; readonly lastModified?: string }>>;

export interface ListCheck {
  readonly list: string;
  readonly checkedAt: Date | null;
  readonly outcome: CheckOutcome | null;
  readonly detail: string | null;
  /** When canaries were last sent into the list in use. */
  readonly probedAt: Date | null;
  readonly validators: FileValidators;
  readonly sequence: number;
}

const COLUMNS = `id AS list, checked_at AS "checkedAt", check_outcome AS outcome, check_detail AS detail,
  probed_at AS "probedAt", validators, sequence`;

/** When lists were last looked for, and what came of it. */
@Injectable()
export class ListChecks {
  constructor(private readonly database: Database) {}

  async of(list: string): Promise<ListCheck | null> {
    const [check] = await this.database.query<ListCheck>(`SELECT ${COLUMNS} FROM lists WHERE id = $1`, [list]);
    return check ?? null;
  }

  /** Several that look for the same list at once take turns until the end of their transactions. */
  async takeTurn(tx: Transaction, list: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('bonafide list ' || $1, 0))`, [list]);
  }

  /** @returns the next number of the list's events */
  async record(
    tx: Transaction,
    list: string,
    outcome: CheckOutcome,
    { detail = null, validators }: { readonly detail?: string | null; readonly validators?: FileValidators } = {},
  ): Promise<number> {
    const [row] = await tx.query<{ sequence: number }>(
      `INSERT INTO lists (id, checked_at, check_outcome, check_detail, validators, sequence, probed_at)
       VALUES ($1, CASE WHEN $2 <> 'unreachable' THEN now() END, $2, $3, coalesce($4::jsonb, '{}'), 1, CASE WHEN $2 = 'activated' THEN now() END)
       ON CONFLICT (id) DO UPDATE
       SET checked_at = CASE WHEN excluded.check_outcome = 'unreachable' THEN lists.checked_at ELSE excluded.checked_at END,
           check_outcome = excluded.check_outcome, check_detail = excluded.check_detail,
           validators = coalesce($4::jsonb, lists.validators),
           probed_at = coalesce(excluded.probed_at, lists.probed_at), sequence = lists.sequence + 1
       RETURNING sequence`,
      [list, outcome, detail, validators === undefined ? null : JSON.stringify(validators)],
    );
    if (row === undefined) throw new Error('The row that was just written is not there.');
    return row.sequence;
  }

  async probed(tx: Transaction, list: string): Promise<void> {
    await tx.query('UPDATE lists SET probed_at = now() WHERE id = $1', [list]);
  }
}
