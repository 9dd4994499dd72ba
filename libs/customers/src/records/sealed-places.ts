import type { FieldPlace } from '@bonafide/encryption';

const placeOf =
  (table: string, column: string) =>
  (row: string): FieldPlace => ({ table, column, row });

export const recordPlace = placeOf('customers', 'record');
export const recordVersionPlace = placeOf('customer_record_versions', 'record');
export const taxIdPlace = placeOf('customers', 'tax_id');
export const addressPlace = placeOf('customer_addresses', 'address');
export const phonePlace = placeOf('customer_phones', 'number');
export const representativePlace = placeOf('customer_representatives', 'record');
export const representativeTaxIdPlace = placeOf('customer_representatives', 'tax_id');
export const nationalIdPlace = placeOf('customer_national_ids', 'number');
/** What people wrote about a customer. */
export const changeReasonPlace = placeOf('customer_status_changes', 'reason');
export const legalHoldPlace = placeOf('customer_legal_holds', 'reason');
export const legalHoldEndPlace = placeOf('customer_legal_holds', 'end_reason');
export const blockReasonPlace = placeOf('block_list_entries', 'reason');
export const proposalReasonPlace = placeOf('customer_status_proposals', 'reason');
export const attestationReasonPlace = placeOf('customer_attestations', 'reason');
