import { EnvironmentConfig, NumberSetting } from '@bonafide/configuration';
import { IsInt, Max, Min } from 'class-validator';

@EnvironmentConfig()
export class ApiConfig {
  @NumberSetting()
  @IsInt({ message: 'API_PORT must be a port number' })
  @Min(0, { message: 'API_PORT must be a port number' })
  @Max(65_535, { message: 'API_PORT must be a port number' })
  API_PORT: number = 3_000;
}
