import type { ApplicantAddress } from '../../port/applicant';
import { type AddressReason, dpvFootnotes, reasonOfFootnote } from '../address-reasons';
import type { AddressAnswer, AddressOutcome } from '../address-vendor';
import { isSameAddress } from '../same-address';
import type { SmartyCandidate } from './smarty-candidate';
import { asUnitedStates } from './smarty-lookup';

/** Footnotes that deny what `dpv_match_code` Y says. Together they are no answer. */
const denials: ReadonlySet<string> = new Set(['A1', 'C1', 'M1', 'M3', 'P1', 'P3']);

/**
 * What Smarty says of one address. `dpv_match_code` decides: Y is the whole address, S and D only the building, N and blank none
 * of it. Anything else is unreadable: an unknown code never passes.
 */
export function answerOf(
  entered: ApplicantAddress,
  candidates: readonly SmartyCandidate[],
): AddressAnswer | 'unreadable' {
  const [candidate] = candidates;
  if (candidate === undefined) return withoutCandidate('undeliverable', 'not-found');
  if (candidates.length > 1) return withoutCandidate('unverified', 'several-addresses-match');
  switch (candidate.dpvMatchCode) {
    case 'Y':
      return ofConfirmed(entered, candidate);
    case 'S':
      return told(candidate, 'unverified', 'unit-not-recognized');
    case 'D':
      return told(candidate, 'unverified', 'unit-missing');
    case 'N':
    case '':
      return told(candidate, 'undeliverable', 'not-in-postal-data');
    default:
      return 'unreadable';
  }
}

function ofConfirmed(entered: ApplicantAddress, candidate: SmartyCandidate): AddressAnswer | 'unreadable' {
  const { deliveryLine1, deliveryLine2, cityName, state, zipcode, plus4Code } = candidate;
  if (dpvFootnotes(candidate.dpvFootnotes).some((footnote) => denials.has(footnote))) return 'unreadable';
  if ([deliveryLine1, cityName, state, zipcode].includes('')) return 'unreadable';
  // "To be certain that the address is deliverable, verify that dpv_vacant is N" (Smarty).
  if (candidate.dpvVacant === 'Y') return told(candidate, 'undeliverable', 'vacant');
  const known: ApplicantAddress = {
    line1: deliveryLine1,
    ...(deliveryLine2 === '' ? {} : { line2: deliveryLine2 }),
    city: cityName,
    region: state,
    postalCode: plus4Code === '' ? zipcode : `${zipcode}-${plus4Code}`,
    country: 'US',
  };
  if (isSameAddress(asUnitedStates(entered), known)) return told(candidate, 'verified', 'entire-address-confirmed');
  const correction = state === entered.country ? { ...known, country: state } : known;
  return { ...told(candidate, 'corrected', 'entire-address-confirmed'), correction };
}

/** @param least a reason that holds whatever the footnotes say */
function told(candidate: SmartyCandidate, outcome: AddressOutcome, least: AddressReason): AddressAnswer {
  const { dpvMatchCode, recordType, dpvCmra, dpvNoStat } = candidate;
  const footnotes = dpvFootnotes(candidate.dpvFootnotes);
  const reasons: (AddressReason | undefined)[] = [
    ...footnotes.map(reasonOfFootnote),
    dpvCmra === 'Y' ? 'mail-agency' : undefined,
    recordType === 'P' ? 'po-box' : undefined,
    dpvNoStat === 'Y' ? 'no-stat' : undefined,
  ];
  const known = reasons.filter((reason) => reason !== undefined);
  return {
    outcome,
    reasons: [...new Set(saysUnit(known, least) ? known : [least, ...known])],
    vendorCodes: [
      `dpv:${dpvMatchCode}`,
      ...footnotes.map((footnote) => `dpv-footnote:${footnote}`),
      ...candidate.footnotes.split('#').flatMap((code) => (code === '' ? [] : [`footnote:${code}`])),
    ],
    correction: null,
  };
}

/** C1 says more than that the unit is not known. */
const saysUnit = (reasons: readonly AddressReason[], least: AddressReason): boolean =>
  least === 'unit-not-recognized' && reasons.includes('unit-not-recognized-and-required');

const withoutCandidate = (outcome: AddressOutcome, reason: AddressReason): AddressAnswer => ({
  outcome,
  reasons: [reason],
  vendorCodes: [],
  correction: null,
});
