import type { Caller } from '@bonafide/access';
import {
  type AddedEntry,
  type BlockedEntry,
  type BlockedEntryId,
  blockedEntryIds,
  BlockList,
} from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Body, Controller, Delete, Get, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation, problemsOfBodies } from '../http/operation.decorator';
import { notFound, Problem } from '../http/problem';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import {
  BlockedEntryBody,
  BlockedEntryChangeBody,
  BlockedEntryView,
  BlockedValueBody,
  BlockListMatchesView,
  BlockListQuery,
} from './block-list.dto';

const EntryParameter = () => IdParameter('blockedEntryId', blockedEntryIds, 'entry of the block list');

@ApiTags('Block list')
@Controller('v1/block-list')
export class BlockListController {
  constructor(private readonly blockList: BlockList) {}

  @Post()
  @Operation({
    id: 'blockValue',
    summary: 'Block an e-mail address, phone, tax number, IP address or wallet',
    description:
      'A verification in which it turns up is never approved by itself. The value is not kept: it can be compared and not read back.',
    scope: 'block-list:write',
    status: 201,
    answer: BlockedEntryView,
    hasLocation: true,
    problems: ['state-conflict'],
    isPost: true,
    audited: true,
  })
  async add(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @Body() { outcome, reason, actor, ...value }: BlockedEntryBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BlockedEntryView> {
    const entry = addedEntry(await this.blockList.add(tx, organizationId, value, { outcome, reason, actor, apiKeyId }));
    void reply.header('location', `/v1/block-list/${entry.id}`);
    return BlockedEntryView.of(entry);
  }

  @Post('look-ups')
  @Operation({
    id: 'lookUpBlockedValue',
    summary: 'Ask whether a value is on the block list',
    scope: 'block-list:read',
    status: 200,
    answer: BlockListMatchesView,
    isPost: true,
    keepsNoAnswer: true,
  })
  async lookUp(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @Body() value: BlockedValueBody,
  ): Promise<BlockListMatchesView> {
    const found = await this.blockList.lookUp(tx, organizationId, value);
    if ('fault' in found) throw notRight(found);
    return { data: found };
  }

  @Get()
  @Operation({
    id: 'listBlockedValues',
    summary: 'List what is blocked, newest first',
    scope: 'block-list:read',
    status: 200,
    answer: BlockedEntryView,
    isPage: true,
  })
  list(@TheOrganization() organizationId: OrganizationId, @Query() query: BlockListQuery) {
    return cursorPage(
      query,
      (before, limit) => this.blockList.list(organizationId, { kind: query.kind, before, limit }),
      BlockedEntryView.of,
    );
  }

  @Get(':blockedEntryId')
  @Operation({
    id: 'getBlockedValue',
    summary: 'Read an entry of the block list',
    scope: 'block-list:read',
    status: 200,
    answer: BlockedEntryView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @EntryParameter() id: BlockedEntryId,
  ): Promise<BlockedEntryView> {
    return foundEntry(await this.blockList.find(organizationId, id));
  }

  @Put(':blockedEntryId')
  @Operation({
    id: 'changeBlockedValue',
    summary: 'Change the outcome and the reason of an entry',
    description: 'Another value is another entry.',
    scope: 'block-list:write',
    status: 200,
    answer: BlockedEntryView,
    problems: ['not-found', ...problemsOfBodies],
    audited: true,
  })
  async change(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @EntryParameter() id: BlockedEntryId,
    @Body() { outcome, reason, actor }: BlockedEntryChangeBody,
  ): Promise<BlockedEntryView> {
    return foundEntry(await this.blockList.change(tx, organizationId, id, { outcome, reason, actor, apiKeyId }));
  }

  @Delete(':blockedEntryId')
  @Operation({
    id: 'unblockValue',
    summary: 'Take an entry off the block list',
    scope: 'block-list:write',
    status: 204,
    problems: ['not-found'],
    audited: true,
  })
  async remove(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @EntryParameter() id: BlockedEntryId,
  ): Promise<void> {
    if (!(await this.blockList.remove(tx, organizationId, id))) throw notFound('entry of the block list');
  }
}

function foundEntry(entry: BlockedEntry | null): BlockedEntryView {
  if (entry === null) throw notFound('entry of the block list');
  return BlockedEntryView.of(entry);
}

function addedEntry(added: AddedEntry): BlockedEntry {
  if ('entry' in added) return added.entry;
  if ('fault' in added) throw notRight(added);
  throw new Problem('state-conflict', 'The value is on the block list already; "errors" says where.', [
    { pointer: '#/value', detail: `It is the entry ${added.known}. Change that one.` },
  ]);
}

function notRight({ field, fault }: { readonly field: string; readonly fault: string }): Problem {
  const at = { pointer: `#/${field}`, detail: `It ${fault}.` };
  return new Problem('validation-failed', `${at.pointer}: ${at.detail}`, [at]);
}
