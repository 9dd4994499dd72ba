import { Global, Module } from '@nestjs/common';

import { BlindIndex } from './blind-index.service';
import { DataKeyRepository } from './data-key.repository';
import { FieldEncryption } from './field-encryption.service';

/** Global: the unwrapped data keys are kept once a process. */
@Global()
@Module({ providers: [DataKeyRepository, FieldEncryption, BlindIndex], exports: [FieldEncryption, BlindIndex] })
export class EncryptionModule {}
