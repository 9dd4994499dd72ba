import { randomBytes } from 'node:crypto';

import { DatabaseModule } from '@bonafide/database';
import { EncryptionModule } from '@bonafide/encryption';
import { Readiness } from '@bonafide/observability';
import { type DynamicModule, Global, type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { createTestDatabase, type TestDatabase } from './test-database';

export interface TestContext {
  readonly context: INestApplicationContext;
  readonly database: TestDatabase;
  close(): Promise<void>;
}

/** Modules on a database of their own in this process: for tests of a class, where a whole stack would be too much. */
export async function openTestContext(...imports: readonly (Type | DynamicModule)[]): Promise<TestContext> {
  process.env.LOG_LEVEL = 'error';
  const database = await createTestDatabase();
  Object.assign(process.env, {
    BONAFIDE_MODE: 'sandbox',
    DATABASE_URL: database.url,
    ENCRYPTION_MASTER_KEYS: `sandbox:${randomBytes(32).toString('base64')}`,
  });
  const context = await NestFactory.createApplicationContext(
    { module: TestModule, imports: [ReadinessModule, DatabaseModule, EncryptionModule, ...imports] },
    { logger: false, abortOnError: false },
  );
  return {
    context,
    database,
    close: async () => {
      await context.close();
      await database.drop();
    },
  };
}

@Module({})
class TestModule {}

/** Without the listener that a process has for its operators. */
@Global()
@Module({ providers: [Readiness], exports: [Readiness] })
class ReadinessModule {}
