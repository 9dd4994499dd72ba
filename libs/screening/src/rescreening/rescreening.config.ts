import { EnvironmentConfig, NumberSetting } from '@bonafide/configuration';
import { IsInt, Max, Min } from 'class-validator';

@EnvironmentConfig()
export class RescreeningConfig {
  /** After how many days monitored subjects are screened against the whole lists again, whatever has changed; 0: never. */
  @NumberSetting()
  @IsInt({ message: 'RESCREENING_DAYS must be a whole number' })
  @Min(0, { message: 'RESCREENING_DAYS must be 0 or more' })
  @Max(3650, { message: 'RESCREENING_DAYS must be 3650 or less' })
  RESCREENING_DAYS: number = 0;

  /** How many subjects one job screens. */
  @NumberSetting()
  @IsInt({ message: 'RESCREENING_PART_SIZE must be a whole number' })
  @Min(1, { message: 'RESCREENING_PART_SIZE must be 1 or more' })
  @Max(100_000, { message: 'RESCREENING_PART_SIZE must be 100000 or less' })
  RESCREENING_PART_SIZE: number = 2_000;
}
