import { AccessModule } from '@bonafide/access';
import { CustomersModule } from '@bonafide/customers';
import { DatabaseModule } from '@bonafide/database';
import { EncryptionModule } from '@bonafide/encryption';
import { IdentityVendorsModule } from '@bonafide/identity-vendors';
import { JobRuntimeModule } from '@bonafide/job-runtime';
import { ObservabilityModule } from '@bonafide/observability';
import { ActiveListsModule, ScreeningModule } from '@bonafide/screening';
import { VerificationsModule } from '@bonafide/verifications';
import { WebhooksModule } from '@bonafide/webhooks';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';

import { BlockListController } from './block-list/block-list.controller';
import { CustomerAddressesController } from './customers/customer-addresses.controller';
import { CustomerLadderController } from './customers/customer-ladder.controller';
import { CustomerRetentionController } from './customers/customer-retention.controller';
import { CustomerScreeningsController } from './customers/customer-screenings.controller';
import { CustomerTaxIdsController } from './customers/customer-tax-ids.controller';
import { CustomerVersionsController } from './customers/customer-versions.controller';
import { CustomersController } from './customers/customers.controller';
import { DispositionsController } from './hits/dispositions.controller';
import { HitsController } from './hits/hits.controller';
import { SuppressionsController } from './hits/suppressions.controller';
import { Changes } from './http/changes.service';
import { ChangeInterceptor } from './http/change.interceptor';
import { ProblemFilter } from './http/problem.filter';
import { IdPackagesController } from './id-packages/id-packages.controller';
import { ImageUploads } from './id-packages/image-uploads.service';
import { ImagesController } from './id-packages/images.controller';
import { ListsController } from './lists/lists.controller';
import { JobsController } from './jobs/jobs.controller';
import { MonitoredSubjectsController } from './monitoring/monitored-subjects.controller';
import { ApiKeysController } from './organizations/api-keys.controller';
import { OrganizationsController } from './organizations/organizations.controller';
import { ScreeningFilesController } from './screening-files/screening-files.controller';
import { Uploads } from './screening-files/uploads.service';
import { RescreeningsController } from './rescreenings/rescreenings.controller';
import { ScreeningsController } from './screenings/screenings.controller';
import { ApiKeyGuard } from './security/api-key.guard';
import { ScreeningSettingsController } from './settings/screening-settings.controller';
import { ScreeningThresholdsController } from './settings/screening-thresholds.controller';
import { ThresholdBacktestsController } from './settings/threshold-backtests.controller';
import { VerificationsController } from './verifications/verifications.controller';
import { EventsController } from './webhooks/events.controller';
import { WebhookDeliveriesController } from './webhooks/webhook-deliveries.controller';
import { WebhookEndpointsController } from './webhooks/webhook-endpoints.controller';

/** The back office's REST API: accepts work, serves results. */
@Module({
  imports: [
    ObservabilityModule,
    DatabaseModule,
    EncryptionModule,
    JobRuntimeModule,
    JobRuntimeModule.forBullBoard(),
    AccessModule,
    WebhooksModule,
    ScreeningModule,
    CustomersModule,
    IdentityVendorsModule,
    VerificationsModule,
    ActiveListsModule.following(),
  ],
  controllers: [
    OrganizationsController,
    ApiKeysController,
    CustomersController,
    CustomerAddressesController,
    CustomerLadderController,
    CustomerScreeningsController,
    CustomerTaxIdsController,
    CustomerRetentionController,
    BlockListController,
    CustomerVersionsController,
    ImagesController,
    IdPackagesController,
    VerificationsController,
    ScreeningsController,
    ScreeningFilesController,
    DispositionsController,
    HitsController,
    SuppressionsController,
    MonitoredSubjectsController,
    RescreeningsController,
    ScreeningSettingsController,
    ScreeningThresholdsController,
    ThresholdBacktestsController,
    JobsController,
    ListsController,
    WebhookEndpointsController,
    EventsController,
    WebhookDeliveriesController,
  ],
  providers: [
    Changes,
    Uploads,
    ImageUploads,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: ApiKeyGuard },
    { provide: APP_INTERCEPTOR, useClass: ChangeInterceptor },
  ],
})
export class ApiModule {}
