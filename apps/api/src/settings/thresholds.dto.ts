import { HIGHEST_THRESHOLD, LIST_SOURCES, LOWEST_THRESHOLD, type Thresholds } from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { IsNumber, IsObject, IsOptional, Max, Min } from 'class-validator';

import { Problem, type ProblemAt } from '../http/problem';
import { ListThresholdsProperty } from './list-thresholds.decorator';

const aThreshold = `a number from ${LOWEST_THRESHOLD} to ${HIGHEST_THRESHOLD}`;
const inBounds = { message: `threshold must be ${aThreshold}` };
const ERRORS_SHOWN = 100;
const listIds = LIST_SOURCES.map(({ id }) => id);

/** Thresholds as a caller gives them. */
export class ThresholdsBody {
  @ApiProperty({
    example: 0.85,
    minimum: LOWEST_THRESHOLD,
    maximum: HIGHEST_THRESHOLD,
    description: 'From which score on a listed name is a hit, on every list that has none of its own.',
  })
  @IsNumber({}, inBounds)
  @Min(LOWEST_THRESHOLD, inBounds)
  @Max(HIGHEST_THRESHOLD, inBounds)
  threshold: number;

  @ListThresholdsProperty('The same for single lists, by their ids, in its place.', false)
  @IsOptional()
  @IsObject({ message: 'listThresholds must be an object: the ids of lists, each with its threshold' })
  listThresholds?: Readonly<Record<string, number>> | null;
}

/** @throws Problem that points at each list that is not known, or whose threshold is not one */
export function thresholdsOf({ threshold, listThresholds }: ThresholdsBody): Thresholds {
  const byList = listThresholds ?? {};
  const errors = Object.entries<unknown>(byList).flatMap(([list, value]): ProblemAt[] => {
    const pointer = `#/listThresholds/${list.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!listIds.includes(list))
      return [{ pointer, detail: `There is no such list. There are ${listIds.join(', ')}.` }];
    if (typeof value === 'number' && value >= LOWEST_THRESHOLD && value <= HIGHEST_THRESHOLD) return [];
    return [{ pointer, detail: `A threshold must be ${aThreshold}.` }];
  });
  const [first] = errors;
  if (first === undefined) return { threshold, listThresholds: byList };
  const detail =
    errors.length === 1
      ? `${first.pointer}: ${first.detail}`
      : `${errors.length} thresholds of lists are not right; "errors" names them.`;
  throw new Problem('validation-failed', detail, errors.slice(0, ERRORS_SHOWN));
}

/** Thresholds that were in force at some time. */
export class ThresholdsInForceView {
  @ApiProperty({ example: 1, description: '0 for what holds while nobody has set any.' })
  version: number;

  @ApiProperty({ example: 0.8 })
  threshold: number;

  @ListThresholdsProperty('By the ids of lists.')
  listThresholds: Readonly<Record<string, number>>;
}

/** What somebody was looked for by. */
export class AppliedThresholdsView {
  @ApiProperty({ example: 0.85, description: 'From which score on a listed name was a hit.' })
  threshold: number;

  @ListThresholdsProperty('The same for single lists, by their ids, in its place.')
  listThresholds: Readonly<Record<string, number>>;

  @ApiProperty({
    type: Number,
    nullable: true,
    example: 2,
    description:
      "Of your organization's thresholds, 0 before any were set. Null: the request brought its own, or it is from before versions were kept.",
  })
  thresholdVersion: number | null;
}
