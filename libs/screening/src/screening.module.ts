import { WebhooksModule } from '@bonafide/webhooks';
import { Module } from '@nestjs/common';

import { ListChecks } from './publications/list-checks.repository';
import { ListIntake } from './publications/list-intake.service';
import { Dispositions } from './hits/dispositions.service';
import { FoundHits } from './hits/found-hits.service';
import { Hits } from './hits/hits.service';
import { ReviewProgress } from './hits/review-progress.service';
import { Suppressions } from './hits/suppressions.service';
import { ListPublications } from './publications/list-publications.service';
import { ListReader } from './publications/list-reader.service';
import { ListRefreshJobSubject } from './publications/list-refresh-job-subject.service';
import { ListRefresh } from './publications/list-refresh.service';
import { ListSchedule } from './publications/list-schedule.service';
import { PublicationRepository } from './publications/publication.repository';
import { ScreeningJobSubject } from './screenings/screening-job-subject.service';
import { Screenings } from './screenings/screenings.service';
import { ScreeningSettingsHistory } from './settings/screening-settings.service';

/** Sanctions lists, the screenings made on them, and what people decide about the hits. */
@Module({
  imports: [WebhooksModule],
  providers: [
    PublicationRepository,
    ListChecks,
    ListIntake,
    ListPublications,
    ListReader,
    ListRefresh,
    ListRefreshJobSubject,
    ListSchedule,
    Screenings,
    ScreeningJobSubject,
    FoundHits,
    Hits,
    Dispositions,
    ReviewProgress,
    Suppressions,
    ScreeningSettingsHistory,
  ],
  exports: [
    ListPublications,
    ListReader,
    ListRefresh,
    ListSchedule,
    Screenings,
    Hits,
    Dispositions,
    Suppressions,
    ScreeningSettingsHistory,
  ],
})
export class ScreeningModule {}
