import { EnvironmentConfig, NumberSetting } from '@bonafide/configuration';
import { IsInt, Max, Min } from 'class-validator';

@EnvironmentConfig()
export class ActiveListsConfig {
  /** How many subjects a process screens at the same time; each thread holds the lists in memory. 0: none, for an API without look-ups. */
  @NumberSetting()
  @IsInt({ message: 'SCREENING_THREADS must be a whole number' })
  @Min(0, { message: 'SCREENING_THREADS must be 0 or more' })
  @Max(64, { message: 'SCREENING_THREADS must be 64 or less' })
  SCREENING_THREADS: number = 1;
}
