import { EnvironmentConfig, NumberSetting } from '@bonafide/configuration';
import { IsInt, IsOptional, IsUrl, Max, Min } from 'class-validator';

@EnvironmentConfig()
export class SimulatorConfig {
  /** Where the simulator answers as vendors do, on the loopback address; 0 lets the system choose. */
  @NumberSetting()
  @IsInt({ message: 'VENDOR_SIMULATOR_PORT must be a port number' })
  @Min(0, { message: 'VENDOR_SIMULATOR_PORT must be a port number' })
  @Max(65_535, { message: 'VENDOR_SIMULATOR_PORT must be a port number' })
  VENDOR_SIMULATOR_PORT: number = 9480;

  /** Where notifications go, with user and password: `http://user:password@127.0.0.1:3000/vendor-webhooks/identitymind`. */
  @IsOptional()
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'] },
    { message: 'VENDOR_SIMULATOR_WEBHOOK_URL must be a URL' },
  )
  VENDOR_SIMULATOR_WEBHOOK_URL?: string;
}
