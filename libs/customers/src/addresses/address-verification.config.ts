import {
  EnvironmentConfig,
  loadConfig,
  ModeConfig,
  NumberSetting,
  type ProductionCheck,
} from '@bonafide/configuration';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

const vendors = ['none', 'sandbox', 'smarty'] as const;

@EnvironmentConfig()
export class AddressVerificationConfig implements ProductionCheck {
  /** Who is asked whether addresses are right: `smarty`, `none`, or `sandbox`, which a sandbox has unless told otherwise. */
  @IsOptional()
  @IsIn(vendors, { message: `ADDRESS_VENDOR must be ${vendors.join(', ')}` })
  ADDRESS_VENDOR: (typeof vendors)[number] | undefined = undefined;

  /** After how many days an address is verified again; 0: never. */
  @NumberSetting()
  @IsInt({ message: 'ADDRESS_RECHECK_DAYS must be a whole number' })
  @Min(0, { message: 'ADDRESS_RECHECK_DAYS must be 0 or more' })
  @Max(3650, { message: 'ADDRESS_RECHECK_DAYS must be 3650 or less' })
  ADDRESS_RECHECK_DAYS: number = 0;

  productionProblems(): readonly string[] {
    return this.ADDRESS_VENDOR === 'sandbox'
      ? ['ADDRESS_VENDOR must not be sandbox in production: it makes its answers up']
      : [];
  }
}

/** The id of the vendor that addresses are verified with; null when none are. */
export function addressVendorId(
  { ADDRESS_VENDOR } = loadConfig(AddressVerificationConfig),
  { BONAFIDE_MODE } = loadConfig(ModeConfig),
): 'sandbox' | 'smarty' | null {
  const vendor = ADDRESS_VENDOR ?? (BONAFIDE_MODE === 'sandbox' ? 'sandbox' : 'none');
  return vendor === 'none' ? null : vendor;
}
