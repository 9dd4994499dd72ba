import { BooleanSetting, EnvironmentConfig, NumberSetting } from '@bonafide/configuration';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';

import { DEFAULT_OFAC_URL } from './download-sites';

@EnvironmentConfig()
export class ListConfig {
  /** A directory with OFAC's sdn.csv, alt.csv, add.csv and sdn_comments.csv. Given, nothing is downloaded. */
  @IsOptional()
  @IsString()
  OFAC_LIST_DIR: string | undefined = undefined;

  /** Whether the list may be fetched from OFAC's publication service. */
  @BooleanSetting()
  @IsBoolean({ message: 'OFAC_DOWNLOAD must be true or false' })
  OFAC_DOWNLOAD: boolean = true;

  @IsUrl(
    { protocols: ['https', 'http'], require_protocol: true, require_tld: false },
    { message: 'OFAC_DOWNLOAD_URL must be an http(s) URL' },
  )
  OFAC_DOWNLOAD_URL: string = DEFAULT_OFAC_URL;

  /** For how long a list that was fetched or checked is used without asking OFAC again at the start of a worker. */
  @NumberSetting()
  @IsInt({ message: 'OFAC_FRESH_HOURS must be a whole number' })
  @Min(0, { message: 'OFAC_FRESH_HOURS must be 0 or more' })
  OFAC_FRESH_HOURS: number = 12;

  /** How often the publisher is asked whether there is a new list, in minutes. */
  @NumberSetting()
  @IsInt({ message: 'LIST_REFRESH_MINUTES must be a whole number' })
  @Min(1, { message: 'LIST_REFRESH_MINUTES must be 1 or more' })
  LIST_REFRESH_MINUTES: number = 60;

  /** By how much of its entries a list may shrink from one publication to the next without a person. */
  @NumberSetting()
  @IsInt({ message: 'LIST_SHRINKAGE_PERCENT must be a whole number' })
  @Min(0, { message: 'LIST_SHRINKAGE_PERCENT must be 0 or more' })
  @Max(100, { message: 'LIST_SHRINKAGE_PERCENT must be 100 or less' })
  LIST_SHRINKAGE_PERCENT: number = 10;

  /** `manual`: a downloaded publication that is fit for use waits until an operator activates it. */
  @IsIn(['automatic', 'manual'], { message: 'LIST_ACTIVATION must be automatic or manual' })
  LIST_ACTIVATION: 'automatic' | 'manual' = 'automatic';
}
