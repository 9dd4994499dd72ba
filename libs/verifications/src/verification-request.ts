import type { CustomerId, VerificationLevel } from '@bonafide/customers';
import type { DeviceSignals, GovernmentId } from '@bonafide/identity-vendors';

/** What is asked for. */
export interface VerificationRequest {
  readonly customerId: CustomerId;
  readonly level: VerificationLevel;
  /** The only one to ask; null: those of the installation, in its order. */
  readonly vendor: string | null;
  /** The permissible purpose, in kebab-case. */
  readonly purpose: string;
  readonly governmentId: GovernmentId | null;
  readonly device: DeviceSignals | null;
  readonly submitter: { readonly actor: string | null; readonly apiKeyId: string };
}

/** Something that a verification takes and that is not there. */
export interface MissingElement {
  /** A JSON pointer: into the customer's record, or into the request for a government id. */
  readonly pointer: string;
  readonly detail: string;
}
