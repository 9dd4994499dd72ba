import { WebhooksModule } from '@bonafide/webhooks';
import { Module } from '@nestjs/common';

import { ListChecks } from './publications/list-checks.repository';
import { ListIntake } from './publications/list-intake.service';
import { ListPublications } from './publications/list-publications.service';
import { ListReader } from './publications/list-reader.service';
import { ListRefreshJobSubject } from './publications/list-refresh-job-subject.service';
import { ListRefresh } from './publications/list-refresh.service';
import { ListSchedule } from './publications/list-schedule.service';
import { PublicationRepository } from './publications/publication.repository';
import { ScreeningJobSubject } from './screenings/screening-job-subject.service';
import { Screenings } from './screenings/screenings.service';

/** Sanctions lists and the screenings made on them. */
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
  ],
  exports: [ListPublications, ListReader, ListRefresh, ListSchedule, Screenings],
})
export class ScreeningModule {}
