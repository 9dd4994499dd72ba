import type { Caller } from '@bonafide/access';
import type { Transaction } from '@bonafide/database';
import {
  ListReader,
  ListSchedule,
  type ListSnapshot,
  type PublicationId,
  publicationIds,
  type PublicationSnapshot,
} from '@bonafide/screening';
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { PageQuery } from '../http/page-query.dto';
import { Problem } from '../http/problem';
import { InTransaction, TheCaller } from '../security/caller.decorator';
import {
  ActivateBody,
  DifferencesQuery,
  DifferencesView,
  ListsView,
  ListView,
  PublicationSummaryView,
  PublicationView,
  RefreshView,
} from './list.dto';

const ListParameter = () =>
  ApiParam({ name: 'listId', description: 'Id of the list.', schema: { type: 'string', example: 'us-ofac-sdn' } });
const PublicationParameter = () => IdParameter('publicationId', publicationIds, 'publication');

const noSuch = (what: string): Problem =>
  new Problem('not-found', `There is no such ${what}. GET /v1/lists shows the lists and their publications.`);

@ApiTags('Lists')
@Controller('v1/lists')
export class ListsController {
  constructor(
    private readonly lists: ListReader,
    private readonly schedule: ListSchedule,
  ) {}

  @Get()
  @Operation({
    id: 'listLists',
    summary: 'The sanctions lists, and how current they are',
    scope: 'any',
    status: 200,
    answer: ListsView,
  })
  async all(): Promise<ListsView> {
    return { data: (await this.lists.lists()).map(ListView.of) };
  }

  @Get(':listId')
  @ListParameter()
  @Operation({
    id: 'getList',
    summary: 'Read a sanctions list',
    scope: 'any',
    status: 200,
    answer: ListView,
    problems: ['not-found'],
  })
  async read(@Param('listId') listId: string): Promise<ListView> {
    return ListView.of(await this.find(listId));
  }

  @Get(':listId/publications')
  @ListParameter()
  @Operation({
    id: 'listPublications',
    summary: 'The publications of a list, newest first; rejected ones as well',
    scope: 'any',
    status: 200,
    answer: PublicationSummaryView,
    isPage: true,
    problems: ['not-found'],
  })
  async publications(@Param('listId') listId: string, @Query() query: PageQuery) {
    const { source } = await this.find(listId);
    return cursorPage(
      query,
      (before, limit) => this.lists.publicationsOf({ list: source.id, before, limit }),
      PublicationSummaryView.of,
    );
  }

  @Get(':listId/publications/:publicationId')
  @ListParameter()
  @Operation({
    id: 'getPublication',
    summary: 'Read a publication: its counts, and what was not understood of it',
    scope: 'any',
    status: 200,
    answer: PublicationView,
    problems: ['not-found'],
  })
  async publication(
    @Param('listId') listId: string,
    @PublicationParameter() id: PublicationId,
  ): Promise<PublicationView> {
    return PublicationView.of(await this.findPublication(listId, id));
  }

  @Get(':listId/publications/:publicationId/differences')
  @ListParameter()
  @Operation({
    id: 'getPublicationDifferences',
    summary: 'What became different from an earlier publication: entries added, changed and removed',
    scope: 'any',
    status: 200,
    answer: DifferencesView,
    problems: ['not-found', 'invalid-parameter'],
  })
  async differences(
    @Param('listId') listId: string,
    @PublicationParameter() id: PublicationId,
    @Query() { from, after, limit }: DifferencesQuery,
  ): Promise<DifferencesView> {
    const later = await this.findPublication(listId, id);
    const earlier = await this.findPublication(listId, from as PublicationId);
    return DifferencesView.of(await this.lists.differences(earlier.id, later.id, after, limit + 1), limit);
  }

  @Post(':listId/refresh')
  @ListParameter()
  @Operation({
    id: 'refreshList',
    summary: 'Look for a new publication now',
    description: 'Answers with the job that looks; one that is under way is enough.',
    scope: 'operator',
    status: 202,
    answer: RefreshView,
    hasLocation: true,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async refresh(
    @InTransaction() tx: Transaction,
    @Param('listId') listId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RefreshView> {
    const { source } = await this.findScreened(listId);
    const jobId = await this.schedule.request(tx, source.id);
    void reply.header('location', `/v1/jobs/${jobId}`);
    return { jobId };
  }

  @Post(':listId/publications/:publicationId/activation')
  @ListParameter()
  @Operation({
    id: 'activatePublication',
    summary: 'Put a publication to use',
    description:
      'One that awaits it, one that was in use before, or one that was rejected though it could be read, such as a list that shrank. ' +
      'The reason is kept with it.',
    scope: 'operator',
    status: 200,
    answer: PublicationView,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async activate(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @Param('listId') listId: string,
    @PublicationParameter() id: PublicationId,
    @Body() { reason }: ActivateBody,
  ): Promise<PublicationView> {
    await this.findScreened(listId);
    const publication = await this.findPublication(listId, id, tx);
    if (publication.state === 'active') throw new Problem('state-conflict', 'The publication is in use already.');
    if (publication.counts === null) {
      throw new Problem('state-conflict', 'The publication could not be read, so nobody can be screened against it.');
    }
    await this.lists.activate(tx, publication, apiKeyId, reason);
    return PublicationView.of(await this.findPublication(listId, id, tx));
  }

  private async find(listId: string): Promise<ListSnapshot> {
    const list = await this.lists.find(listId);
    if (list === null) throw noSuch('list');
    return list;
  }

  private async findScreened(listId: string): Promise<ListSnapshot> {
    const list = await this.find(listId);
    if (list.isScreened) return list;
    throw new Problem(
      'state-conflict',
      'Screenings are not made against this list, so none of it is fetched or put to use.',
    );
  }

  private async findPublication(listId: string, id: PublicationId, tx?: Transaction): Promise<PublicationSnapshot> {
    const publication = await this.lists.publication(listId, id, tx);
    if (publication === null) throw noSuch('publication');
    return publication;
  }
}
