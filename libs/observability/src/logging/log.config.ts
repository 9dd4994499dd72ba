import { EnvironmentConfig } from '@bonafide/configuration';
import { IsIn } from 'class-validator';

@EnvironmentConfig()
export class LogConfig {
  @IsIn(['debug', 'info', 'warn', 'error', 'silent'], {
    message: 'LOG_LEVEL must be debug, info, warn, error or silent',
  })
  LOG_LEVEL: string = 'info';
}
