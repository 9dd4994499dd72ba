export { DatabaseConfig } from './database.config';
export { DatabaseModule } from './database.module';
export { Database } from './database.service';
export { GroupCommit } from './group-commit';
export { migrate } from './migrate.service';
export { Notifications } from './notifications.service';
export { isUnreachable } from './postgres-errors';
export { Transaction } from './transaction';
