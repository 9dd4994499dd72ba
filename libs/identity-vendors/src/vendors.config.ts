import {
  EnvironmentConfig,
  ListSetting,
  type ModeConfig,
  NumberSetting,
  type ProductionCheck,
} from '@bonafide/configuration';
import { ArrayUnique, IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, MaxLength, Min } from 'class-validator';

import { type VendorStage, vendorStages } from './port/vendor-answer';

export const vendorIds = ['identitymind', 'sandbox'] as const;
export type VendorId = (typeof vendorIds)[number];

const vendorForm = `(?:${vendorIds.join('|')})`;
const STAGE_VENDORS_FORM = new RegExp(`^(?:${vendorStages.join('|')})=(?:none|${vendorForm}(?:/${vendorForm})*)$`);

const neededByIdentityMind = ['IDENTITYMIND_URL', 'IDENTITYMIND_MERCHANT_ID', 'IDENTITYMIND_LICENSE_KEY'] as const;

/** Which vendors are asked, and what each needs to be asked. */
@EnvironmentConfig()
export class VendorsConfig implements ProductionCheck {
  /** In the order in which they are asked. None: the sandbox vendor in sandbox mode, and nobody in production. */
  @ListSetting()
  @IsIn(vendorIds, { each: true, message: `KYC_VENDORS must be words out of ${vendorIds.join(', ')}` })
  KYC_VENDORS: readonly VendorId[] = [];

  /** For single stages, other ones of them or in another order: `government_id=sandbox`, `id_document=none`. */
  @ListSetting()
  @Matches(STAGE_VENDORS_FORM, {
    each: true,
    message: `KYC_STAGE_VENDORS must be such as identity=identitymind,government_id=none, of the stages ${vendorStages.join(', ')} and the vendors ${vendorIds.join(', ')}`,
  })
  @ArrayUnique((setting: unknown) => String(setting).split('=')[0], {
    message: 'KYC_STAGE_VENDORS must name each stage once',
  })
  KYC_STAGE_VENDORS: readonly string[] = [];

  @IsOptional()
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true },
    { message: 'IDENTITYMIND_URL must be the address that the vendor gave, such as https://edna.identitymind.com' },
  )
  IDENTITYMIND_URL: string | undefined = undefined;

  /** HTTP Basic is `merchant id:license key`; a colon in the id would move the border. */
  @IsOptional()
  @Matches(/^[^:\s]{1,100}$/, { message: 'IDENTITYMIND_MERCHANT_ID must be 1 to 100 characters without : and spaces' })
  IDENTITYMIND_MERCHANT_ID: string | undefined = undefined;

  @IsOptional()
  @Matches(/^[\x21-\x7e]{8,200}$/, { message: 'IDENTITYMIND_LICENSE_KEY must be 8 to 200 printable ASCII characters' })
  IDENTITYMIND_LICENSE_KEY: string | undefined = undefined;

  /** Of the hashes of bank accounts. The vendor gives it to its customers; a new one orphans all hashes sent before. */
  @IsOptional()
  @IsString()
  @MaxLength(100, { message: 'IDENTITYMIND_HASH_SALT must be 100 characters or fewer' })
  IDENTITYMIND_HASH_SALT: string | undefined = undefined;

  @NumberSetting()
  @IsInt({ message: 'IDENTITYMIND_TIMEOUT_MS must be a whole number' })
  @Min(100, { message: 'IDENTITYMIND_TIMEOUT_MS must be 100 or more' })
  @Max(60_000, { message: 'IDENTITYMIND_TIMEOUT_MS must be 60000 or less' })
  IDENTITYMIND_TIMEOUT_MS: number = 30_000;

  /** The same for images of documents, which are large and looked at for long. */
  @NumberSetting()
  @IsInt({ message: 'IDENTITYMIND_DOCUMENT_TIMEOUT_MS must be a whole number' })
  @Min(100, { message: 'IDENTITYMIND_DOCUMENT_TIMEOUT_MS must be 100 or more' })
  @Max(120_000, { message: 'IDENTITYMIND_DOCUMENT_TIMEOUT_MS must be 120000 or less' })
  IDENTITYMIND_DOCUMENT_TIMEOUT_MS: number = 60_000;

  /** Millionths of a US dollar that one question costs. */
  @NumberSetting()
  @IsInt({ message: 'IDENTITYMIND_COST must be a whole number of millionths of a US dollar' })
  @Min(0, { message: 'IDENTITYMIND_COST must be 0 or more' })
  IDENTITYMIND_COST: number = 0;

  /** Calls a minute over all processes together, free ones included. */
  @NumberSetting()
  @IsInt({ message: 'IDENTITYMIND_RATE_PER_MINUTE must be a whole number' })
  @Min(1, { message: 'IDENTITYMIND_RATE_PER_MINUTE must be 1 or more' })
  IDENTITYMIND_RATE_PER_MINUTE: number = 300;

  /** The policy at the vendor that judges our applications. */
  @Matches(/^[\w .-]{1,100}$/, { message: 'IDENTITYMIND_PROFILE must be 1 to 100 letters, digits, spaces, . _ or -' })
  IDENTITYMIND_PROFILE: string = 'DEFAULT';

  /** `user:password` that the vendor's webhook comes with; several while one is followed by another. */
  @ListSetting()
  @Matches(/^[^:\s,]{1,100}:[\x21-\x2b\x2d-\x7e]{16,200}$/, {
    each: true,
    message:
      'IDENTITYMIND_WEBHOOK_CREDENTIALS must be user:password with 16 characters or more in the password, several separated by commas',
  })
  IDENTITYMIND_WEBHOOK_CREDENTIALS: readonly string[] = [];

  productionProblems(): readonly string[] {
    return [
      ...(this.KYC_VENDORS.includes('sandbox')
        ? ['KYC_VENDORS must not name the sandbox vendor in production: it makes its answers up']
        : []),
      ...(isSafeUrl(this.IDENTITYMIND_URL)
        ? []
        : [
            'IDENTITYMIND_URL must begin with https:// and lead to another machine in production: no simulator, nothing in the clear',
          ]),
      ...missingSettings(this).map((name) => `${name} is missing: KYC_VENDORS names identitymind`),
    ];
  }
}

/** What IdentityMind needs and is not set; nothing when it is not to be asked. */
export function missingSettings(config: VendorsConfig): readonly string[] {
  if (!config.KYC_VENDORS.includes('identitymind')) return [];
  return neededByIdentityMind.filter((name) => config[name] === undefined);
}

/** The vendors of this installation in the order in which they are asked. */
export function vendorOrder({ KYC_VENDORS }: VendorsConfig, { BONAFIDE_MODE }: ModeConfig): readonly VendorId[] {
  if (KYC_VENDORS.length > 0) return [...new Set(KYC_VENDORS)];
  return BONAFIDE_MODE === 'sandbox' ? ['sandbox'] : [];
}

/** The stages that have vendors of their own; those that are not named have all that can be asked. */
export const stageVendors = ({ KYC_STAGE_VENDORS }: VendorsConfig): ReadonlyMap<VendorStage, readonly VendorId[]> =>
  new Map(
    KYC_STAGE_VENDORS.map((setting) => {
      const [stage = '', vendors = ''] = setting.split('=');
      // Both are words of the form that was checked.
      return [stage as VendorStage, vendors === 'none' ? [] : (vendors.split('/') as VendorId[])];
    }),
  );

function isSafeUrl(address: string | undefined): boolean {
  if (address === undefined) return true;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' && !/^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(hostname);
}
