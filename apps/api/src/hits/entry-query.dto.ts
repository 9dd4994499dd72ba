import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';

import { OpaqueId } from '../http/opaque-id.decorator';
import { PageQuery } from '../http/page-query.dto';

/** A page of what is about a subject and a list. */
export class EntryQuery extends PageQuery {
  @ApiProperty({ required: false, description: 'Of the screening.' })
  @IsOptional()
  @OpaqueId()
  externalId?: string;

  @ApiProperty({ required: false, example: 'us-ofac-sdn' })
  @IsOptional()
  @OpaqueId()
  list?: string;
}
