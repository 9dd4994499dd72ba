import { EnvironmentConfig, NumberSetting } from '@bonafide/configuration';
import { IsInt, Max, Min } from 'class-validator';

const wholeNumber = (name: string, most: number) => ({ message: `${name} must be a whole number from 1 to ${most}` });
const ROWS_AT_MOST = 5_000_000;
const BYTES_AT_MOST = 16 * 1024 ** 3;

@EnvironmentConfig()
export class UploadConfig {
  /** How many rows a screening file may have. */
  @NumberSetting()
  @IsInt(wholeNumber('SCREENING_FILE_MAX_ROWS', ROWS_AT_MOST))
  @Min(1, wholeNumber('SCREENING_FILE_MAX_ROWS', ROWS_AT_MOST))
  @Max(ROWS_AT_MOST, wholeNumber('SCREENING_FILE_MAX_ROWS', ROWS_AT_MOST))
  SCREENING_FILE_MAX_ROWS: number = ROWS_AT_MOST;

  /** How many bytes a screening file may have. */
  @NumberSetting()
  @IsInt(wholeNumber('SCREENING_FILE_MAX_BYTES', BYTES_AT_MOST))
  @Min(1, wholeNumber('SCREENING_FILE_MAX_BYTES', BYTES_AT_MOST))
  @Max(BYTES_AT_MOST, wholeNumber('SCREENING_FILE_MAX_BYTES', BYTES_AT_MOST))
  SCREENING_FILE_MAX_BYTES: number = 1024 ** 3;
}
