import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { type MonitoredSubjectId, monitoredSubjectIds, MonitoredSubjects } from '@bonafide/screening';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { notFound, Problem } from '../http/problem';
import { InTransaction, TheOrganization } from '../security/caller.decorator';
import { isOfCustomer } from './customer-monitoring';
import {
  EndMonitoringBody,
  MonitoredSubjectsQuery,
  MonitoredSubjectSummaryView,
  MonitoredSubjectView,
} from './monitored-subject.dto';

const SubjectParameter = () => IdParameter('monitoredSubjectId', monitoredSubjectIds, 'monitored subject');

@ApiTags('Monitoring')
@Controller('v1/monitored-subjects')
export class MonitoredSubjectsController {
  constructor(private readonly subjects: MonitoredSubjects) {}

  @Get()
  @Operation({
    id: 'listMonitoredSubjects',
    summary: 'List who is, or was, monitored, newest first',
    description: 'Monitoring begins with a screening that says `"monitor": true`.',
    scope: 'screenings:read',
    status: 200,
    answer: MonitoredSubjectSummaryView,
    isPage: true,
  })
  list(@TheOrganization() organizationId: OrganizationId, @Query() query: MonitoredSubjectsQuery) {
    const { externalId, state } = query;
    return cursorPage(
      query,
      (before, limit) => this.subjects.list(organizationId, { externalId, state, before, limit }),
      MonitoredSubjectSummaryView.of,
    );
  }

  @Get(':monitoredSubjectId')
  @Operation({
    id: 'getMonitoredSubject',
    summary: 'Read a monitored subject',
    scope: 'screenings:read',
    status: 200,
    answer: MonitoredSubjectView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @SubjectParameter() id: MonitoredSubjectId,
  ): Promise<MonitoredSubjectView> {
    const subject = await this.subjects.find(organizationId, id);
    if (subject === null) throw notFound('monitored subject');
    return MonitoredSubjectView.of(subject);
  }

  @Post(':monitoredSubjectId/end')
  @Operation({
    id: 'endMonitoring',
    summary: 'Screen a subject no more when lists change',
    description:
      'What is known of the subject is not kept here. Screenings that were made stay, with their hits. The monitoring of a customer ends with the customer, and that of a representative when it is removed.',
    scope: 'screenings:write',
    status: 200,
    answer: MonitoredSubjectSummaryView,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async end(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @SubjectParameter() id: MonitoredSubjectId,
    @Body() _body: EndMonitoringBody,
  ): Promise<MonitoredSubjectSummaryView> {
    const ended = await this.subjects.end(tx, organizationId, id);
    if (ended === null) throw notFound('monitored subject');
    if (ended === 'already') throw new Problem('state-conflict', 'The monitoring of this subject has ended before.');
    if (isOfCustomer(ended.externalId)) {
      throw new Problem('state-conflict', 'Delete the customer, or remove the representative: that ends it.');
    }
    return MonitoredSubjectSummaryView.of(ended);
  }
}
