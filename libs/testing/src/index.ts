export { type ApiAnswer, ApiClient } from './api-client';
export { eventually } from './eventually';
export { performJob } from './perform-job';
export { projectRoot, sandboxListDirectory } from './project-root';
export { sharedData } from './shared-data';
export { type AppName, type Organization, Stack, type StackOptions } from './stack';
export { createEmptyDatabase, createTestDatabase, type TestDatabase } from './test-database';
export { describeWithRedis, testDatabaseServerUrl, testRedisUrl } from './test-servers';
export { type ReceivedWebhook, WebhookReceiver, type WebhookResponse } from './webhook-receiver';
