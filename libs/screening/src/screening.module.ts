import { WebhooksModule } from '@bonafide/webhooks';
import { Module } from '@nestjs/common';

import { ListPublications } from './publications/list-publications.service';
import { PublicationRepository } from './publications/publication.repository';
import { ScreeningJobSubject } from './screenings/screening-job-subject.service';
import { Screenings } from './screenings/screenings.service';

/** Sanctions lists and the screenings made on them. */
@Module({
  imports: [WebhooksModule],
  providers: [PublicationRepository, ListPublications, Screenings, ScreeningJobSubject],
  exports: [ListPublications, Screenings],
})
export class ScreeningModule {}
