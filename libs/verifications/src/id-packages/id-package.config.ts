import { CountriesSetting, EnvironmentConfig, ListSetting, NumberSetting } from '@bonafide/configuration';
import { ArrayUnique, IsArray, IsInt, Matches, Max, Min } from 'class-validator';

import { ALLOWED_TYPES_FORM } from './document-policy';

@EnvironmentConfig()
export class IdPackageConfig {
  /** Issuing countries whose documents are declined before any vendor is asked. */
  @CountriesSetting('ID_BANNED_COUNTRIES')
  ID_BANNED_COUNTRIES: readonly string[] = [];

  /** Which types of documents are taken of which country; `*` for all that are not named. */
  @ListSetting()
  @IsArray()
  @Matches(ALLOWED_TYPES_FORM, {
    each: true,
    message: 'ID_DOCUMENT_TYPES must be such as US=DL/PP/ID,*=PP, of the types DL PP ID RP UB',
  })
  @ArrayUnique((setting: unknown) => String(setting).split('=')[0], {
    message: 'ID_DOCUMENT_TYPES must name each country once',
  })
  ID_DOCUMENT_TYPES: readonly string[] = [];

  /** Where states issue driver's licences, so that the state has to be said. */
  @CountriesSetting('ID_REGION_COUNTRIES')
  ID_REGION_COUNTRIES: readonly string[] = ['US', 'CA', 'AU', 'MX'];

  /** How long images are kept after their package has settled. 0: erased with the next round of housekeeping. */
  @NumberSetting()
  @IsInt({ message: 'ID_IMAGE_RETENTION_DAYS must be a whole number of days' })
  @Min(0, { message: 'ID_IMAGE_RETENTION_DAYS must be 0 or more' })
  @Max(3650, { message: 'ID_IMAGE_RETENTION_DAYS must be 3650 or less' })
  ID_IMAGE_RETENTION_DAYS: number = 30;

  /** After how many days a package expires that nobody has verified, or whose new photograph did not come. */
  @NumberSetting()
  @IsInt({ message: 'ID_PACKAGE_EXPIRY_DAYS must be a whole number of days' })
  @Min(1, { message: 'ID_PACKAGE_EXPIRY_DAYS must be 1 or more' })
  @Max(365, { message: 'ID_PACKAGE_EXPIRY_DAYS must be 365 or less' })
  ID_PACKAGE_EXPIRY_DAYS: number = 14;
}
