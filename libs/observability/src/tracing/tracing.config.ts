import { EnvironmentConfig } from '@bonafide/configuration';
import { IsOptional, IsUrl } from 'class-validator';

@EnvironmentConfig()
export class TracingConfig {
  /** Base address of an OTLP/HTTP collector, such as http://localhost:4318. Without it nothing is traced. */
  @IsOptional()
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false },
    { message: 'OTEL_EXPORTER_OTLP_ENDPOINT must be an http(s) URL' },
  )
  OTEL_EXPORTER_OTLP_ENDPOINT: string | undefined = undefined;
}
