export { BlindIndex } from './blind-index.service';
export { EncryptionModule } from './encryption.module';
export { FieldEncryption, type FieldPlace } from './field-encryption.service';
export type { KeyOwner } from './key-owner';
