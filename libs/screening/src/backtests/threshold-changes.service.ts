import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { ScreeningThresholds } from '../settings/screening-thresholds.service';
import type { SettingPerson } from '../settings/settings-versions.repository';
import type { ThresholdsSnapshot, TriedThresholds } from '../settings/thresholds';
import { BACKTEST_HOLDS_DAYS, type BacktestToJudge, judgeBacktest, type ThresholdRefusal } from './judge-backtest';

/** Sets thresholds that a backtest has tried. */
@Injectable()
export class ThresholdChanges {
  constructor(private readonly thresholds: ScreeningThresholds) {}

  /** The next version, or why there is none. Of two that set at once the second sees what the first has done. */
  async set(
    tx: Transaction,
    organizationId: OrganizationId,
    wanted: TriedThresholds,
    person: SettingPerson,
  ): Promise<{ readonly set: ThresholdsSnapshot } | { readonly refusal: ThresholdRefusal }> {
    await this.thresholds.lock(tx, organizationId);
    const { version } = await this.thresholds.current(tx, organizationId);
    const refusal = judgeBacktest(await backtestOf(tx, organizationId, wanted), wanted, version);
    return refusal === null ? { set: await this.thresholds.set(tx, organizationId, wanted, person) } : { refusal };
  }
}

/** Its age by the clock of Postgres, which is one for all processes. */
async function backtestOf(
  tx: Transaction,
  organizationId: OrganizationId,
  { backtestId }: TriedThresholds,
): Promise<BacktestToJudge | null> {
  const [backtest] = await tx.query<BacktestToJudge>(
    `SELECT state, counts, threshold, list_thresholds AS "listThresholds", compared_version AS "comparedVersion",
            coalesce(settled_at < now() - $3 * interval '1 day', false) AS "isOutdated"
     FROM threshold_backtests WHERE id = $1 AND organization_id = $2`,
    [backtestId, organizationId, BACKTEST_HOLDS_DAYS],
  );
  return backtest ?? null;
}
