import type { VerifiedAttribute } from '../port/vendor-answer';
import type { VendorReason } from '../reason-catalog';

interface SecurityTest {
  /** What a fired rule about it means. */
  readonly reason: VendorReason;
  /** The raw value that is bad; null for tests whose value is no yes or no. */
  readonly badValue: boolean | null;
  readonly attributes?: readonly VerifiedAttribute[];
}

/**
 * Tests of documents. Most are bad when false; `dv:11` says whether the document has expired, and is bad when true. What
 * `dv:13` to `dv:17` and `dv:22` say stands on the document (names, numbers), and is read nowhere.
 */
const documentTests: Readonly<Record<string, SecurityTest>> = {
  'dv:0': bad(false, 'document-service-unavailable'),
  'dv:1': bad(false, 'image-unreadable'),
  'dv:2': bad(false, 'document-type-mismatch'),
  'dv:3': bad(false, 'document-not-authentic'),
  'dv:4': bad(false, 'face-image-unreadable'),
  'dv:5': bad(false, 'face-mismatch', 'face'),
  'dv:6': bad(false, 'liveness-failed'),
  'dv:7': bad(false, 'liveness-failed'),
  'dv:8': bad(false, 'name-mismatch', 'first_name', 'last_name'),
  'dv:9': bad(false, 'birth-date-mismatch', 'birth_date'),
  'dv:10': bad(false, 'address-mismatch', 'address'),
  'dv:11': bad(true, 'document-expired', 'document_expiry'),
  'dv:18': fact('document-country-mismatch'),
  'dv:19': fact('document-type-mismatch'),
  'dv:20': bad(false, 'document-country-mismatch'),
  'dv:21': bad(false, 'image-inconclusive'),
};

const otherTests: Readonly<Record<string, SecurityTest>> = {
  'ss:0': fact('sanctions-not-checked'),
  'ss:1': fact('sanctions-match'),
  'ss:2': fact('sanctions-match'),
  'ss:3': fact('sanctions-match'),
  'ed:1': fact('blacklisted'),
  'ed:2': fact('watchlist-match'),
  'ed:19': fact('vendor-policy'),
  'ed:20': fact('failed-validation'),
  'ed:27': fact('address-reputation'),
  'ed:28': fact('country-not-accepted'),
  'ed:29': fact('email-risk'),
  'ed:30': fact('failed-validation'),
  'ed:31': fact('country-not-accepted'),
  'mm:1': fact('ip-risk'),
  'mm:2': fact('ip-risk'),
  'mm:3': fact('ip-risk'),
  'mm:4': fact('ip-location-mismatch'),
  'mm:6': fact('ip-location-mismatch'),
  'mm:7': fact('ip-location-mismatch'),
};

/** Where single tests of a family are not told apart. */
const families: Readonly<Record<string, VendorReason>> = {
  dv: 'document-check-failed',
  nv: 'document-check-failed',
  ss: 'sanctions-match',
  of: 'sanctions-match',
  mm: 'ip-risk',
  bc: 'device-risk',
  au: 'device-risk',
  ts: 'phone-risk',
  po: 'phone-not-confirmed',
  tc: 'tax-id-mismatch',
  ev: 'email-risk',
  ra: 'email-risk',
  id: 'identity-not-confirmed',
  ia: 'identity-not-confirmed',
  iq: 'identity-not-confirmed',
  '19': 'identity-not-confirmed',
};

/** `ed:4` to `ed:10` count payments, `ed:11` to `ed:18` look at the device, `ed:21` to `ed:26` count accounts. */
function ofEdna(number: number): VendorReason {
  if (number >= 11 && number <= 18) return 'device-risk';
  return (number >= 4 && number <= 10) || (number >= 21 && number <= 26) ? 'velocity' : 'vendor-policy';
}

/** What a fired test means, known to us or not. */
export function reasonOfTest(test: string): VendorReason {
  const known = documentTests[test] ?? otherTests[test];
  if (known !== undefined) return known.reason;
  const [family = '', number = ''] = test.split(':');
  return family === 'ed' ? ofEdna(Number(number)) : (families[family] ?? 'vendor-policy');
}

/** Whether a raw value speaks against the applicant; null when it says nothing. */
export function isBadValue(test: string, value: string): boolean | null {
  const badValue = documentTests[test]?.badValue ?? null;
  const said = /^\s*(true|false)\s*$/i.exec(value)?.[1]?.toLowerCase();
  return badValue === null || said === undefined ? null : (said === 'true') === badValue;
}

/** The tests that compare an attribute of the applicant. */
export const attributeTests: readonly (readonly [string, readonly VerifiedAttribute[]])[] = Object.entries(
  documentTests,
).flatMap(([test, { attributes }]) => (attributes === undefined ? [] : [[test, attributes] as const]));

/** An approval that one of these has fired in contradicts itself. */
export const neverWithApproval: ReadonlySet<VendorReason> = new Set([
  'sanctions-match',
  'blacklisted',
  'watchlist-match',
]);

function bad(badValue: boolean, reason: VendorReason, ...attributes: VerifiedAttribute[]): SecurityTest {
  return { reason, badValue, ...(attributes.length === 0 ? {} : { attributes }) };
}

function fact(reason: VendorReason): SecurityTest {
  return { reason, badValue: null };
}
