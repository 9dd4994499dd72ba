import { existsSync } from 'node:fs';

import { BooleanSetting, EnvironmentConfig, NumberSetting, type ProductionCheck } from '@bonafide/configuration';
import { IsBoolean, IsInt, IsString, Max, Min, ValidateBy, ValidateIf } from 'class-validator';

const ReadableFile = (name: string) =>
  ValidateBy({
    name: 'readableFile',
    validator: {
      validate: (path: unknown) => typeof path === 'string' && existsSync(path),
      defaultMessage: () => `${name} must name a file that exists: TLS_CERT_FILE and TLS_KEY_FILE go together`,
    },
  });

/** How this process listens: its addresses and its certificate. */
@EnvironmentConfig()
export class ListenerConfig implements ProductionCheck {
  /** Address that every HTTP listener of the process binds to. */
  @IsString()
  LISTEN_HOST: string = '127.0.0.1';

  /** Port of `/livez`, `/readyz` and `/metrics`; 0 lets the system choose. The API serves them on its own port instead. */
  @NumberSetting()
  @IsInt({ message: 'OPERATIONS_PORT must be a port number' })
  @Min(0, { message: 'OPERATIONS_PORT must be a port number' })
  @Max(65_535, { message: 'OPERATIONS_PORT must be a port number' })
  OPERATIONS_PORT: number = 9464;

  /** PEM files; read again when they change, so that a renewed certificate needs no restart. */
  @ValidateIf(({ TLS_CERT_FILE, TLS_KEY_FILE }: ListenerConfig) => (TLS_CERT_FILE ?? TLS_KEY_FILE) !== undefined)
  @ReadableFile('TLS_CERT_FILE')
  TLS_CERT_FILE: string | undefined = undefined;

  @ValidateIf(({ TLS_CERT_FILE, TLS_KEY_FILE }: ListenerConfig) => (TLS_CERT_FILE ?? TLS_KEY_FILE) !== undefined)
  @ReadableFile('TLS_KEY_FILE')
  TLS_KEY_FILE: string | undefined = undefined;

  /** Says that a proxy in front ends TLS. Without it production refuses to listen without a certificate. */
  @BooleanSetting()
  @IsBoolean({ message: 'TLS_TERMINATED_BY_PROXY must be true or false' })
  TLS_TERMINATED_BY_PROXY: boolean = false;

  productionProblems(): readonly string[] {
    if (this.TLS_TERMINATED_BY_PROXY || (this.TLS_CERT_FILE !== undefined && this.TLS_KEY_FILE !== undefined))
      return [];
    return [
      'Production does not listen on plain HTTP: set TLS_CERT_FILE and TLS_KEY_FILE, or TLS_TERMINATED_BY_PROXY=true when a proxy in front ends TLS',
    ];
  }
}
