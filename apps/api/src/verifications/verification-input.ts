import type { CustomerId } from '@bonafide/customers';
import type { DeviceSignals, GovernmentId } from '@bonafide/identity-vendors';
import type { VerificationRequest } from '@bonafide/verifications';

import type { DeviceBody, GovernmentIdBody, VerifyCustomerBody } from './verification.dto';

/** What is asked for when nothing else entitles to it. */
const USUAL_PURPOSE = 'account-opening';

export const requestOf = (
  customerId: CustomerId,
  apiKeyId: string,
  { level, vendor, purpose, governmentId, device, actor }: VerifyCustomerBody,
): VerificationRequest => ({
  customerId,
  level,
  vendor: vendor ?? null,
  purpose: purpose ?? USUAL_PURPOSE,
  governmentId: governmentId == null ? null : governmentIdOf(governmentId),
  device: device == null ? null : deviceOf(device),
  submitter: { apiKeyId, actor: actor ?? null },
});

function governmentIdOf({ type, number, country, region, expiresOn, address }: GovernmentIdBody): GovernmentId {
  return {
    type,
    number: number.trim(),
    country,
    region: region ?? undefined,
    expiresOn: expiresOn ?? undefined,
    address:
      address == null
        ? undefined
        : {
            line1: address.line1,
            line2: address.line2 ?? undefined,
            city: address.city,
            region: address.region ?? undefined,
            postalCode: address.postalCode ?? undefined,
            country: address.country,
          },
  };
}

const deviceOf = ({ ip, fingerprint, fingerprintType, language, latitude, longitude }: DeviceBody): DeviceSignals => ({
  ip: ip ?? undefined,
  fingerprint: fingerprint ?? undefined,
  fingerprintType: fingerprintType ?? undefined,
  language: language ?? undefined,
  latitude: latitude ?? undefined,
  longitude: longitude ?? undefined,
});
