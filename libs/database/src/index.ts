export { DatabaseConfig } from './database.config';
export { DatabaseModule } from './database.module';
export { Database } from './database.service';
export { migrate } from './migrate.service';
export { Notifications } from './notifications.service';
export { isUniqueViolation, sqlStateOf } from './postgres-errors';
export { Transaction } from './transaction';
