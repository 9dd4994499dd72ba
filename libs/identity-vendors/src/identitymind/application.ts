import type { Applicant, ApplicantAddress } from '../port/applicant';
import type { VendorQuestion } from '../port/identity-vendor';
import { VendorError } from '../port/vendor-error';
import { hashBankAccount } from './account-hash';
import { fitted } from './field-limits';
import { documentFields } from './images';

export interface ApplicationOptions {
  readonly profile: string;
  /** Null: accounts are not sent. */
  readonly hashSalt: string | null;
  readonly nowMs: number;
}

type Fields = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** What `POST /im/account/consumer` and `/merchant` are sent. @throws VendorError `rejected_request` */
export function applicationOf(
  question: VendorQuestion,
  options: ApplicationOptions,
): Readonly<Record<string, unknown>> {
  const { applicant, images } = question;
  if (question.stage === 'id_document' && images === undefined) {
    throw new VendorError('rejected_request', 'There are no images of a document.');
  }
  return checked({
    ...caseFields(question, options),
    ...(applicant.type === 'business' ? businessFields(applicant) : personFields(question)),
    ...deviceFields(applicant),
    ...accountFields(applicant, options),
    ...(images === undefined ? {} : documentFields(images)),
  });
}

function caseFields({ stage, reference, applicant }: VendorQuestion, { profile, nowMs }: ApplicationOptions): Fields {
  return {
    man: applicant.reference,
    tid: reference,
    // So that a policy at the vendor can tell documents, which come with images, from what comes without.
    stage: stage === 'id_document' ? 2 : 1,
    profile,
    tti: secondsOf(nowMs),
    accountCreationTime: secondsOf(applicant.createdAt.getTime()),
    tea: applicant.email,
  };
}

function personFields(question: VendorQuestion): Fields {
  const { applicant } = question;
  const address = addressAskedAbout(question);
  const phone = (type: string) => applicant.phones.find((each) => each.type === type)?.number;
  return {
    bfn: applicant.firstName,
    bmn: applicant.middleName,
    bln: applicant.lastName,
    bsn: address && streetOf(address),
    bc: address?.city,
    bs: address?.region,
    bz: address?.postalCode,
    bco: address?.country,
    dob: applicant.birthDate,
    phn: phone('home') ?? applicant.phones[0]?.number,
    pm: phone('mobile'),
    pw: phone('work'),
    ...personTaxId(applicant),
  };
}

/** The document's address is the one that the identity is resolved with; where the applicant lives is a stage of its own. */
function addressAskedAbout({ stage, applicant }: VendorQuestion): ApplicantAddress | undefined {
  return stage === 'residential_address' ? applicant.address : (applicant.governmentId?.address ?? applicant.address);
}

function personTaxId({ taxId }: Applicant): Fields {
  if (taxId === undefined) return {};
  const number = taxId.type === 'foreign' ? taxId.number : taxId.number.replace(/\D/g, '');
  return number.length === 4 ? { assnl4: number } : { assn: number };
}

function businessFields(applicant: Applicant): Fields {
  const { address } = applicant;
  return {
    amn: applicant.legalName,
    dba: applicant.doingBusinessAs,
    ataxid: applicant.taxId?.number.replace(/[^\da-z]/gi, ''),
    asn: address && streetOf(address),
    ac: address?.city,
    as: address?.region,
    az: address?.postalCode,
    aco: address?.country,
    aph: applicant.phones[0]?.number,
  };
}

function deviceFields({ device }: Applicant): Fields {
  return {
    ip: device?.ip,
    dfp: device?.fingerprint,
    dft: device?.fingerprint === undefined ? undefined : device.fingerprintType,
    blg: device?.language,
    clat: device?.latitude?.toString(),
    clong: device?.longitude?.toString(),
  };
}

function accountFields({ bankAccount }: Applicant, { hashSalt }: ApplicationOptions): Fields {
  if (bankAccount === undefined || hashSalt === null) return {};
  const { hash, token } = hashBankAccount(bankAccount, hashSalt);
  return { pach: hash, ptoken: token };
}

const streetOf = ({ line1, line2 }: ApplicantAddress): string => (line2 === undefined ? line1 : `${line1}, ${line2}`);

/** The vendor refuses milliseconds. */
const secondsOf = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

function checked(fields: Fields): Readonly<Record<string, unknown>> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given.map(([key, value]) => [key, typeof value === 'string' ? fitted(key, value) : value]));
}
