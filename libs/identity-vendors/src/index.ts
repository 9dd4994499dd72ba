export {
  type AnsweredCall,
  type AskedVendors,
  type CallFailure,
  type FailedCall,
  mayPass,
  type VendorRequest,
} from './desk/vendor-call';
export { VendorDesk } from './desk/vendor-desk.service';
export { VendorCalls } from './desk/vendor-calls.repository';
export {
  type IdentityMindNotification,
  NotificationRefusedError,
  readIdentityMindNotification,
} from './identitymind/identitymind-notification';
export { IdentityVendorsModule } from './identity-vendors.module';
export {
  type Applicant,
  type ApplicantAddress,
  type DeviceSignals,
  type GovernmentId,
  type GovernmentIdType,
  governmentIdTypes,
} from './port/applicant';
export { type DocumentImages, type DocumentType, documentTypes } from './port/identity-vendor';
export {
  type AttributeResult,
  attributeResults,
  type RequiredInput,
  requiredInputs,
  type VendorAnswer,
  type VendorOutcome,
  vendorOutcomes,
  type VendorStage,
  type VerifiedAttribute,
  verifiedAttributes,
} from './port/vendor-answer';
export { isTransientClass, VendorError, type VendorErrorClass } from './port/vendor-error';
export { addressReasons, addressReasonText } from './addresses/address-reasons';
export type { AddressAnswer, AddressLookup, AddressVendor, AnsweredLookups } from './addresses/address-vendor';
export { AddressVendorsModule } from './addresses/address-vendors.module';
export { AddressVendors } from './addresses/address-vendors.service';
export { reasonCatalog } from './reason-catalog';
export { type MagicFault, magicFaults, type MagicVerdict, type MagicWord } from './sandbox/magic-values';
export { magicWordIn, simulatedAnswer, simulatedState, verdictOn } from './sandbox/simulated-application';
export { vendorIds, VendorsConfig } from './vendors.config';
