import { type ScreeningFileSnapshot, screeningFileStates, type ScreeningFileSummary } from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';

import { PageQuery } from '../http/page-query.dto';
import { EngineView, ScreenedListView } from '../screenings/screening.dto';
import { AppliedThresholdsView } from '../settings/thresholds.dto';

export const DEFAULT_HIT_LIMIT = 10;

export class UploadQuery {
  @ApiProperty({
    required: false,
    minimum: 0.5,
    maximum: 1,
    description:
      'From which score on a listed name is a hit, on every list. Left out: the thresholds of your organization (`GET /v1/screening-thresholds`).',
  })
  @IsOptional()
  @Type(() => Number)
  @IsNumber({}, { message: 'threshold must be a number from 0.5 to 1' })
  @Min(0.5, { message: 'threshold must be a number from 0.5 to 1' })
  @Max(1, { message: 'threshold must be a number from 0.5 to 1' })
  threshold?: number;

  @ApiProperty({
    required: false,
    minimum: 1,
    maximum: 100,
    default: DEFAULT_HIT_LIMIT,
    description: 'How many hits a row gets at most, the best ones.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'limit must be a whole number from 1 to 100' })
  @Min(1, { message: 'limit must be a whole number from 1 to 100' })
  @Max(100, { message: 'limit must be a whole number from 1 to 100' })
  limit: number = DEFAULT_HIT_LIMIT;
}

export class ResultQuery {
  @ApiProperty({
    required: false,
    default: false,
    description:
      'Also of a file that failed or was cancelled: rows that were not screened have an error in their lines.',
  })
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  @IsBoolean({ message: 'partial must be true or false' })
  partial: boolean = false;
}

export class ScreeningFilesQuery extends PageQuery {
  @ApiProperty({ required: false, enum: screeningFileStates })
  @IsOptional()
  @IsIn(screeningFileStates, { message: `state must be ${screeningFileStates.join(', ')}` })
  state?: (typeof screeningFileStates)[number];
}

class RowsView {
  @ApiProperty({ type: Number, nullable: true, example: 250_000, description: 'Null while the file is received.' })
  total: number | null;

  @ApiProperty({ example: 120_000, description: 'That have their line of the result.' })
  done: number;

  @ApiProperty({ example: 17, description: 'With at least one hit.' })
  withHits: number;

  @ApiProperty({ example: 2, description: 'That could not be screened; their lines say why.' })
  errors: number;
}

export class ScreeningFileSummaryView extends AppliedThresholdsView {
  @ApiProperty({ example: 'file_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({
    enum: screeningFileStates,
    description:
      'Only of a `completed` file every row was looked at. `failed`: rows are left that nobody could screen; `cancelled`: rows are left that were not to be screened.',
  })
  state: string;

  @ApiProperty({ enum: ['csv', 'ndjson'] })
  format: string;

  @ApiProperty({ type: () => RowsView })
  rows: RowsView;

  @ApiProperty({ example: 23, description: 'In all rows together.' })
  hitCount: number;

  @ApiProperty({ example: 10, description: 'How many hits a row gets at most.' })
  limit: number;

  @ApiProperty({ description: 'Somebody has asked to cancel it, and rows are still being screened.' })
  cancelRequested: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'Why rows could not be screened.' })
  errorCode: string | null;

  @ApiProperty({
    isArray: true,
    type: () => EngineView,
    description: 'More than one only where the program was replaced while the file was screened.',
  })
  engines: readonly EngineView[];

  @ApiProperty({
    format: 'date-time',
    type: String,
    nullable: true,
    description: 'How old the lists were: when the one that was looked for longest ago had been seen to be current.',
  })
  listsCheckedAt: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true, description: 'When the upload was whole.' })
  acceptedAt: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  settledAt: string | null;

  static of(file: ScreeningFileSummary): ScreeningFileSummaryView {
    const { id, state, format, hitCount, threshold, listThresholds, thresholdVersion, cancelRequested, errorCode } =
      file;
    return {
      id,
      state,
      format,
      rows: {
        total: file.rowCount,
        done: file.doneRowCount,
        withHits: file.rowWithHitsCount,
        errors: file.rowErrorCount,
      },
      hitCount,
      threshold,
      listThresholds,
      thresholdVersion,
      limit: file.hitLimit,
      cancelRequested,
      errorCode,
      engines: file.engines.map(({ engineVersion: version, configurationHash }) => ({ version, configurationHash })),
      listsCheckedAt: file.listsCheckedAt?.toISOString() ?? null,
      createdAt: file.createdAt.toISOString(),
      acceptedAt: file.acceptedAt?.toISOString() ?? null,
      settledAt: file.settledAt?.toISOString() ?? null,
    };
  }
}

export class ScreeningFileView extends ScreeningFileSummaryView {
  @ApiProperty({
    isArray: true,
    type: () => ScreenedListView,
    description:
      'What all rows are screened against, also when other lists come into use meanwhile; none before the first was.',
  })
  lists: readonly ScreenedListView[];

  @ApiProperty({ isArray: true, type: String, description: 'Columns of a CSV file that are not read.' })
  unusedColumns: readonly string[];

  static override of(file: ScreeningFileSnapshot): ScreeningFileView {
    const { publications, unusedColumns } = file;
    return { ...ScreeningFileSummaryView.of(file), lists: publications.map(ScreenedListView.of), unusedColumns };
  }
}
