import { BooleanSetting, EnvironmentConfig, ListSetting, loadConfig, NumberSetting } from '@bonafide/configuration';
import { ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsUrl, Max, Min } from 'class-validator';

import { type ListSource } from '../lists/list-source';
import { LIST_SOURCES } from '../lists/list-sources';
import { DEFAULT_OFAC_URL } from './download-sites';

const listIds = LIST_SOURCES.map(({ id }) => id);

@EnvironmentConfig()
export class ListConfig {
  /** The lists that every screening is made against, by their ids. */
  @ListSetting()
  @IsArray()
  @ArrayMinSize(1, { message: 'SCREENING_LISTS must name a list' })
  @ArrayUnique({ message: 'SCREENING_LISTS must name each list once' })
  @IsIn(listIds, { each: true, message: `SCREENING_LISTS must be of ${listIds.join(', ')}` })
  SCREENING_LISTS: readonly string[] = ['us-ofac-sdn'];

  /** Directories with the files of lists, as their publishers name them. Given, nothing is downloaded. */
  @ListSetting()
  @IsArray()
  LIST_DIRS: readonly string[] = [];

  /** Whether lists may be fetched from their publishers. */
  @BooleanSetting()
  @IsBoolean({ message: 'LIST_DOWNLOAD must be true or false' })
  LIST_DOWNLOAD: boolean = true;

  @IsUrl(
    { protocols: ['https', 'http'], require_protocol: true, require_tld: false },
    { message: 'OFAC_DOWNLOAD_URL must be an http(s) URL' },
  )
  OFAC_DOWNLOAD_URL: string = DEFAULT_OFAC_URL;

  /** For how long a list that was fetched or checked is used without asking its publisher again at the start of a worker. */
  @NumberSetting()
  @IsInt({ message: 'LIST_FRESH_HOURS must be a whole number' })
  @Min(0, { message: 'LIST_FRESH_HOURS must be 0 or more' })
  LIST_FRESH_HOURS: number = 12;

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

/** Those that screenings are made against. Only these are fetched and activated: what is in use must be what is used. */
export function screenedSources({ SCREENING_LISTS } = loadConfig(ListConfig)): readonly ListSource[] {
  return LIST_SOURCES.filter(({ id }) => SCREENING_LISTS.includes(id));
}
