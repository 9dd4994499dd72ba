import type { FieldPlace } from '@bonafide/encryption';

const placeOf =
  (table: string, column: string) =>
  (row: string): FieldPlace => ({ table, column, row });

export const recordPlace = placeOf('customers', 'record');
export const taxIdPlace = placeOf('customers', 'tax_id');
export const addressPlace = placeOf('customer_addresses', 'address');
export const phonePlace = placeOf('customer_phones', 'number');
export const representativePlace = placeOf('customer_representatives', 'record');
export const representativeTaxIdPlace = placeOf('customer_representatives', 'tax_id');
/** What people wrote about a customer. */
export const changeReasonPlace = placeOf('customer_status_changes', 'reason');
export const proposalReasonPlace = placeOf('customer_status_proposals', 'reason');
export const attestationReasonPlace = placeOf('customer_attestations', 'reason');
