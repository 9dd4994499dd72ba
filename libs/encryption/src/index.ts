export { EncryptionModule } from './encryption.module';
export { FieldEncryption, type FieldPlace, type KeyOwner } from './field-encryption.service';
