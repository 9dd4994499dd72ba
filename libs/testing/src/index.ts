export { type ApiAnswer, ApiClient } from './api-client';
export type {
  DeliveryDetails,
  DeliverySummary,
  EndpointDetails,
  JobDetails,
  JobSummary,
  Page,
  SubmittedScreening,
} from './api-views';
export { eventually } from './eventually';
export { performJob } from './perform-job';
export { expectProblem } from './problem';
export { projectRoot, sandboxListDirectory } from './project-root';
export { sharedData } from './shared-data';
export { type AppName, type Organization, Stack, type StackOptions } from './stack';
export { Subscriber } from './subscriber';
export { openTestContext, type TestContext } from './test-context';
export { createEmptyDatabase, createTestDatabase, type TestDatabase } from './test-database';
export { describeWithRedis, testDatabaseServerUrl, testRedisUrl } from './test-servers';
export { type ReceivedWebhook, WebhookReceiver, type WebhookResponse } from './webhook-receiver';
