import { type SanctionsEntryType } from '../lists/sanctions-entry';
import { type Evidence } from './evidence';

/** Lists file some persons' firms under the person's name and the reverse, so this is doubt and not contradiction. */
const PERSON_AND_BUSINESS = -0.1;
/** Ships and aeroplanes often carry their owner's name. */
const BODY_AND_CRAFT = -0.05;
const CONTRADICTING = -0.3;

/** Compares what the subject is with what the entry is; an unknown type is not compared. */
export function compareTypes(subject: SanctionsEntryType | undefined, listed: SanctionsEntryType): Evidence {
  if (subject === undefined || subject === 'unknown' || listed === 'unknown')
    return { outcome: 'not-compared', effect: 0, listed };
  if (subject === listed) return { outcome: 'agrees', effect: 0, subject, listed };
  const types = new Set([subject, listed]);
  if (!types.has('person')) return { outcome: 'close', effect: BODY_AND_CRAFT, subject, listed };
  if (types.has('business')) return { outcome: 'close', effect: PERSON_AND_BUSINESS, subject, listed };
  return { outcome: 'contradicts', effect: CONTRADICTING, subject, listed };
}
