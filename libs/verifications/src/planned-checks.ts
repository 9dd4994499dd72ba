import type { RepresentativeId } from '@bonafide/customers';

import type { CheckStage, SkipReason } from './verification-state';
import type { VerifiedParty } from './verified-parties';

/** A check before anything was asked. */
export interface PlannedCheck {
  readonly representativeId: RepresentativeId | null;
  readonly stage: CheckStage;
  readonly isRequired: boolean;
  /** Why it will not be made; null: it waits. */
  readonly skipReason: SkipReason | null;
}

/**
 * What is looked at, in order. Of everybody the block list and the identity; of an individual also the rest, as far as something was given:
 * what is left out stands there as skipped, so that nobody takes it for done.
 * @param documentIsRequired whether the document stands in for the tax number
 */
export function plannedChecks(parties: readonly VerifiedParty[], documentIsRequired: boolean): PlannedCheck[] {
  return parties.flatMap(({ representativeId, applicant, livesElsewhere }): PlannedCheck[] => {
    const ofEverybody = (['block_list', 'identity'] as const).map((stage) => ({
      ...{ representativeId, stage, isRequired: true, skipReason: null },
    }));
    if (representativeId !== null || applicant.type === 'business') return ofEverybody;
    const { governmentId, device } = applicant;
    return [
      ...ofEverybody,
      {
        representativeId,
        stage: 'residential_address',
        isRequired: livesElsewhere,
        skipReason: livesElsewhere ? null : 'same_address',
      },
      {
        representativeId,
        stage: 'government_id',
        isRequired: documentIsRequired,
        skipReason: governmentId === undefined ? 'not_given' : null,
      },
      {
        representativeId,
        stage: 'device',
        isRequired: false,
        skipReason: device?.ip === undefined ? 'not_given' : null,
      },
    ];
  });
}
