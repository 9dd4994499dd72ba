import { BooleanSetting, EnvironmentConfig, NumberSetting } from '@bonafide/configuration';
import { IsBoolean, IsInt, IsOptional, IsString, IsUrl, Min } from 'class-validator';

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
  OFAC_DOWNLOAD_URL: string = 'https://sanctionslistservice.ofac.treas.gov/api/download/';

  /** For how long a list that was fetched or checked is used without asking OFAC again at the start of a worker. */
  @NumberSetting()
  @IsInt({ message: 'OFAC_FRESH_HOURS must be a whole number' })
  @Min(0, { message: 'OFAC_FRESH_HOURS must be 0 or more' })
  OFAC_FRESH_HOURS: number = 12;
}
