import { loadConfig } from '@bonafide/configuration';
import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { DatabaseConfig } from './database.config';
import { Database } from './database.service';
import { dataSourceOptions } from './data-source';
import { Notifications } from './notifications.service';

/** One pool of connections a process. A table belongs to the lib that reads and writes it; its entity is not exported. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      useFactory: () => ({
        ...dataSourceOptions(loadConfig(DatabaseConfig)),
        autoLoadEntities: true,
        retryAttempts: 20,
        retryDelay: 1_000,
        verboseRetryLog: false,
      }),
    }),
  ],
  providers: [Database, Notifications],
  exports: [Database, Notifications],
})
export class DatabaseModule {}
