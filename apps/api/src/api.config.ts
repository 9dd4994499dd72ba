import { EnvironmentConfig, NumberSetting } from '@bonafide/configuration';
import { IsInt, Max, Min } from 'class-validator';

@EnvironmentConfig()
export class ApiConfig {
  @NumberSetting()
  @IsInt({ message: 'API_PORT must be a port number' })
  @Min(0, { message: 'API_PORT must be a port number' })
  @Max(65_535, { message: 'API_PORT must be a port number' })
  API_PORT: number = 3_000;

  /** How many look-ups (POST /v1/screenings/search) are answered at the same time; each thread holds the list in memory. 0: none. */
  @NumberSetting()
  @IsInt({ message: 'LOOK_UP_THREADS must be a whole number' })
  @Min(0, { message: 'LOOK_UP_THREADS must be 0 or more' })
  @Max(64, { message: 'LOOK_UP_THREADS must be 64 or less' })
  LOOK_UP_THREADS: number = 1;
}
