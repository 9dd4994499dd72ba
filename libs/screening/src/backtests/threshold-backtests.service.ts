import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { JobSubmitter } from '@bonafide/job-runtime';
import { jobIds, ThresholdBacktest, type ThresholdBacktestResult } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { ListSets } from '../active-lists/list-sets.repository';
import type { DecidingPerson } from '../hits/disposition';
import { type ListSetId, type ThresholdBacktestId, thresholdBacktestIds } from '../screening-ids';
import { backtestExamplesPlace } from '../screenings/sealed-places';
import { ScreeningThresholds } from '../settings/screening-thresholds.service';
import type { Thresholds } from '../settings/thresholds';
import type { ThresholdBacktestSnapshot, ThresholdBacktestSummary } from './threshold-backtest-snapshot';

export interface BacktestRequest extends Thresholds, DecidingPerson {
  /** How many of the last screenings are looked at. */
  readonly screenings: number;
}

interface SummaryRow extends Omit<ThresholdBacktestSummary, 'comparedWith'> {
  readonly comparedVersion: number;
  readonly comparedThreshold: number;
  readonly comparedListThresholds: Readonly<Record<string, number>>;
}

interface BacktestRow extends SummaryRow {
  readonly examples: Buffer | null;
  readonly listSetId: ListSetId | null;
}

const SUMMARY = `id, job_id AS "jobId", state, threshold, list_thresholds AS "listThresholds",
  compared_version AS "comparedVersion", compared_threshold AS "comparedThreshold",
  compared_list_thresholds AS "comparedListThresholds", screenings_asked AS "screeningsAsked", counts,
  engine_version AS "engineVersion", configuration_hash AS "configurationHash", lists_checked_at AS "listsCheckedAt",
  error_code AS "errorCode", actor, api_key_id AS "apiKeyId", created_at AS "createdAt", settled_at AS "settledAt"`;

/** What other thresholds would have changed: asked for, looked up. A worker finds it out. */
@Injectable()
export class ThresholdBacktests {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly submitter: JobSubmitter,
    private readonly listSets: ListSets,
    private readonly thresholds: ScreeningThresholds,
  ) {}

  /** Stores the request with its job, against what is in force at this moment. */
  async start(
    tx: Transaction,
    organizationId: OrganizationId,
    { threshold, listThresholds, screenings, actor, apiKeyId }: BacktestRequest,
  ): Promise<ThresholdBacktestSummary> {
    const comparedWith = await this.thresholds.current(tx, organizationId);
    const id = thresholdBacktestIds.create();
    const jobId = jobIds.create();
    const [[row]] = await Promise.all([
      tx.query<SummaryRow>(
        `INSERT INTO threshold_backtests (id, organization_id, job_id, state, threshold, list_thresholds, compared_version,
                                          compared_threshold, compared_list_thresholds, screenings_asked, actor, api_key_id)
         VALUES ($1, $2, $3, 'pending', $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${SUMMARY}`,
        [
          id,
          organizationId,
          jobId,
          threshold,
          listThresholds,
          comparedWith.version,
          comparedWith.threshold,
          comparedWith.listThresholds,
          screenings,
          actor,
          apiKeyId,
        ],
      ),
      this.submitter.submit(tx, ThresholdBacktest, {
        jobId,
        organizationId,
        payload: { backtestId: id },
        subjectId: id,
      }),
    ]);
    if (row === undefined) throw new Error('The backtest that was just stored is not there.');
    return summaryOf(row);
  }

  /** What is to be compared, and over how many screenings. */
  async summaryOf(organizationId: OrganizationId, id: ThresholdBacktestId): Promise<ThresholdBacktestSummary | null> {
    const [row] = await this.database.query<SummaryRow>(
      `SELECT ${SUMMARY} FROM threshold_backtests WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    return row === undefined ? null : summaryOf(row);
  }

  async find(organizationId: OrganizationId, id: ThresholdBacktestId): Promise<ThresholdBacktestSnapshot | null> {
    const [found] = await this.database.query<BacktestRow>(
      `SELECT ${SUMMARY}, examples, list_set_id AS "listSetId" FROM threshold_backtests
       WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    if (found === undefined) return null;
    const { examples: sealed, listSetId, ...row } = found;
    type Examples = ThresholdBacktestResult['examples'];
    return {
      ...summaryOf(row),
      publications: listSetId === null ? [] : await this.listSets.publicationsOf(listSetId),
      examples:
        sealed === null
          ? { lost: [], gained: [] }
          : await this.encryption.openJson<Examples>(organizationId, backtestExamplesPlace(id), sealed),
    };
  }

  /** Newest first. @param before older than the one with this id */
  async list(
    organizationId: OrganizationId,
    before: string | undefined,
    limit: number,
  ): Promise<ThresholdBacktestSummary[]> {
    const rows = await this.database.query<SummaryRow>(
      `SELECT ${SUMMARY} FROM threshold_backtests
       WHERE organization_id = $1 AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [organizationId, before ?? null, limit],
    );
    return rows.map(summaryOf);
  }
}

function summaryOf({
  comparedVersion: version,
  comparedThreshold: threshold,
  comparedListThresholds: listThresholds,
  ...row
}: SummaryRow): ThresholdBacktestSummary {
  return { ...row, comparedWith: { version, threshold, listThresholds } };
}
