import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

import { defineJob } from '../define-job';
import { exponentialRetry, minutes, seconds } from '../retry-policy';

class ScreenedIdentification {
  @IsString()
  type: string;

  @IsString()
  number: string;

  @IsOptional()
  @IsString()
  country?: string;
}

class ScreenedCryptoAddress {
  @IsOptional()
  @IsString()
  currency?: string;

  @IsString()
  address: string;
}

class ScreenedAddress {
  @IsOptional()
  @IsString()
  line1?: string;

  @IsOptional()
  @IsString()
  line2?: string;

  @IsOptional()
  @IsString()
  city?: string;

  @IsOptional()
  @IsString()
  region?: string;

  @IsOptional()
  @IsString()
  postalCode?: string;

  @IsOptional()
  @IsString()
  country?: string;
}

/** Who or what is screened, and from which score on a listed name counts as a hit. */
export class OfacScreeningPayload {
  @IsOptional()
  @IsIn(['person', 'business', 'vessel', 'aircraft'])
  type?: 'person' | 'business' | 'vessel' | 'aircraft';

  @IsString()
  @Length(1, 300)
  name: string;

  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  alternativeNames: string[];

  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; `1960/1965` for a range, `1960~` for about that year. */
  @IsOptional()
  @IsString()
  birthDate?: string;

  /** Nobody said what they are to the subject. */
  @IsArray()
  @IsString({ each: true })
  countries: string[];

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  nationalities?: string[];

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  residenceCountries?: string[];

  @IsOptional()
  @IsString()
  birthCountry?: string;

  /** Of a vessel. */
  @IsOptional()
  @IsString()
  flag?: string;

  /** Of a company or an aircraft. */
  @IsOptional()
  @IsString()
  registrationCountry?: string;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ScreenedIdentification)
  identifications: ScreenedIdentification[];

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ScreenedAddress)
  addresses: ScreenedAddress[];

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ScreenedCryptoAddress)
  cryptoAddresses?: ScreenedCryptoAddress[];

  @IsOptional()
  @IsString()
  imo?: string;

  @IsOptional()
  @IsString()
  callSign?: string;

  @IsOptional()
  @IsString()
  tailNumber?: string;

  @IsNumber()
  @Min(0)
  @Max(1)
  threshold: number;

  /** The same for single lists, by their ids, in its place. Missing in payloads of older versions. */
  @IsOptional()
  @IsObject()
  listThresholds?: Record<string, number>;
}

export class OfacScreeningResult {
  /** Which publications, of all lists that are screened. */
  listSetId: string;
  /** When the one of them that was looked for longest ago was seen to be current. */
  listsCheckedAt: Date;
  engineVersion: string;
  configurationHash: string;
  /** Best first. The evidence is the hit as the engine explains it; its form is the engine's own. */
  hits: readonly {
    readonly list: string;
    readonly entryId: string;
    readonly score: number;
    readonly evidence: object;
  }[];
  /** Whether there were more hits than are kept. Missing in results of older engines. */
  truncated?: boolean;
  /** Words of the names in letters that cannot be read; nothing was looked for by them. */
  unreadableWords?: readonly string[];
}

export const OfacScreening = defineJob({
  type: 'ofac-screening',
  payload: OfacScreeningPayload,
  result: OfacScreeningResult,
  retry: exponentialRetry(6, seconds(1), minutes(5)),
  timeoutMs: seconds(20),
  visibility: 'customer',
});
