import type { Caller } from '@bonafide/access';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import {
  ActiveLists,
  engineSubjectOf,
  isComparable,
  type ScreeningId,
  screeningIds,
  Screenings,
  ScreeningThresholds,
} from '@bonafide/screening';
import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { notFound, Problem } from '../http/problem';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import { CreateScreeningBody, CreateScreeningsBody, screeningRequestOf } from './create-screening.dto';
import { LookUpBody, LookUpView } from './look-up.dto';
import { refuseMonitoring } from './monitored-screenings';
import {
  ScreeningsQuery,
  ScreeningSummaryView,
  ScreeningView,
  SubmittedScreeningsView,
  SubmittedScreeningView,
} from './screening.dto';

@ApiTags('Screenings')
@Controller('v1/screenings')
export class ScreeningsController {
  constructor(
    private readonly screenings: Screenings,
    private readonly lists: ActiveLists,
    private readonly thresholds: ScreeningThresholds,
  ) {}

  @Post()
  @Operation({
    id: 'createScreening',
    summary: 'Screen a person, business, vessel or aircraft against the sanctions lists',
    description:
      'Accepted when it is stored; a worker does it. A webhook tells when it is `clear` or `in_review`, and GET of the `Location` tells at any time.',
    scope: 'screenings:write',
    status: 202,
    answer: SubmittedScreeningView,
    hasLocation: true,
    isPost: true,
  })
  async create(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @Body() body: CreateScreeningBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmittedScreeningView> {
    refuseTwoBirths([body], () => '#');
    refuseMonitoring([body], () => '#');
    const [view] = await this.submit(tx, { organizationId, apiKeyId }, [body], 'interactive');
    if (view === undefined) throw new Error('A screening was submitted and has no id.');
    void reply.header('location', `/v1/screenings/${view.id}`);
    return view;
  }

  @Post('batch')
  @Operation({
    id: 'createScreenings',
    summary: 'Screen up to 1,000 in one call',
    description: 'All are accepted or none is. They give way to single screenings.',
    scope: 'screenings:write',
    status: 202,
    answer: SubmittedScreeningsView,
    isPost: true,
  })
  async createMany(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @Body() { screenings }: CreateScreeningsBody,
  ): Promise<SubmittedScreeningsView> {
    refuseTwoBirths(screenings, (index) => `#/screenings/${index}`);
    refuseMonitoring(screenings, (index) => `#/screenings/${index}`);
    return { data: await this.submit(tx, { organizationId, apiKeyId }, screenings, 'bulk') };
  }

  @Post('search')
  @Operation({
    id: 'searchLists',
    summary: 'Look a person, business, vessel or aircraft up, and have the answer at once',
    description:
      'For somebody who waits. It is no screening: nothing is stored but that it was asked, and nobody becomes clear by it.',
    scope: 'screenings:read',
    status: 200,
    answer: LookUpView,
    problems: ['not-available'],
    isPost: true,
    audited: true,
  })
  async search(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @Body() body: LookUpBody,
  ): Promise<LookUpView> {
    refuseTwoBirths([body], () => '#');
    const names = [body.name, ...(body.alternativeNames ?? [])];
    if (!names.some(isComparable)) {
      throw new Problem('validation-failed', 'No name is in letters that can be compared.', [
        { pointer: '#/name', detail: 'Give it in Latin letters too, as an alternative name.' },
      ]);
    }
    const request = screeningRequestOf(body, apiKeyId);
    // Over the connection that this request holds already: it would wait for a second one, and no other question follows.
    const [thresholds = this.thresholds.initial] = await this.thresholds.appliedTo(tx, organizationId, [request]);
    const { threshold, listThresholds } = thresholds;
    const asked = { threshold, listThresholds, limit: body.limit ?? 10 };
    const view = await this.lists.use(async (lists) =>
      LookUpView.of(lists, thresholds, await lists.threads.screen(engineSubjectOf(request.subject), asked)),
    );
    if (view !== null) return view;
    throw new Problem('not-available', 'A sanctions list is missing, so nobody can be looked up. Try again soon.', [], {
      'retry-after': '10',
    });
  }

  @Get()
  @Operation({
    id: 'listScreenings',
    summary: 'List screenings, newest first',
    scope: 'screenings:read',
    status: 200,
    answer: ScreeningSummaryView,
    isPage: true,
  })
  list(@TheOrganization() organizationId: OrganizationId, @Query() query: ScreeningsQuery) {
    const { state, externalId, rescreeningId } = query;
    return cursorPage(
      query,
      (before, limit) => this.screenings.list(organizationId, { state, externalId, rescreeningId, before, limit }),
      ScreeningSummaryView.of,
    );
  }

  @Get(':screeningId')
  @Operation({
    id: 'getScreening',
    summary: 'Read a screening with its hits and their evidence',
    scope: 'screenings:read',
    status: 200,
    answer: ScreeningView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @IdParameter('screeningId', screeningIds, 'screening') id: ScreeningId,
  ): Promise<ScreeningView> {
    const screening = await this.screenings.find(organizationId, id);
    if (screening === null) throw notFound('screening');
    return ScreeningView.of(screening);
  }

  private async submit(
    tx: Transaction,
    { organizationId, apiKeyId }: { readonly organizationId: OrganizationId; readonly apiKeyId: string },
    bodies: readonly CreateScreeningBody[],
    lane: 'interactive' | 'bulk',
  ): Promise<SubmittedScreeningView[]> {
    const requests = bodies.map((body) => screeningRequestOf(body, apiKeyId));
    const submitted = await this.screenings.submit(tx, organizationId, requests, lane);
    return submitted.map(({ id, jobId, monitoredSubjectId }, index) => ({
      id,
      jobId,
      state: 'pending',
      externalId: bodies[index]?.externalId ?? null,
      monitoredSubjectId,
    }));
  }
}

function refuseTwoBirths(bodies: readonly CreateScreeningBody[], pointerOf: (index: number) => string): void {
  const errors = bodies.flatMap(({ birthDate, birthYear }, index) =>
    birthDate !== undefined && birthYear !== undefined
      ? [{ pointer: `${pointerOf(index)}/birthYear`, detail: 'Give birthDate or birthYear, not both.' }]
      : [],
  );
  if (errors.length > 0) throw new Problem('validation-failed', 'Give birthDate or birthYear, not both.', errors);
}
