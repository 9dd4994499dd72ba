import { ApiProperty } from '@nestjs/swagger';

import { problemCodes } from './problem';

class ProblemAtView {
  @ApiProperty({ required: false, description: 'JSON pointer into the body.', example: '#/screenings/17/name' })
  pointer?: string;

  @ApiProperty({ required: false, example: 'limit' })
  parameter?: string;

  @ApiProperty({ required: false, example: 'Idempotency-Key' })
  header?: string;

  @ApiProperty({ example: 'Name must have 1 to 300 characters.' })
  detail: string;
}

/** RFC 9457. */
export class ProblemView {
  @ApiProperty({ example: 'urn:bonafide:problem:validation-failed' })
  type: string;

  @ApiProperty({ example: 'The body is not right' })
  title: string;

  @ApiProperty({ example: 422 })
  status: number;

  @ApiProperty({ description: 'What is wrong and what would be right.' })
  detail: string;

  @ApiProperty({ description: 'For programs; stable.', enum: problemCodes })
  code: string;

  @ApiProperty({ type: [ProblemAtView], required: false })
  errors?: ProblemAtView[];

  @ApiProperty({
    type: [String],
    required: false,
    example: ['sanctions_clear'],
    description: 'With `requirements-unmet`: what is missing.',
  })
  unmetRequirements?: string[];

  @ApiProperty({ description: 'Also in the header `X-Request-Id` and in the logs.' })
  requestId: string;
}
