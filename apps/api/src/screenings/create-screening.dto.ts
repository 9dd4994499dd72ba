import { HIGHEST_THRESHOLD, LOWEST_THRESHOLD, type ScreeningRequest } from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsNumber, Max, Min, ValidateNested } from 'class-validator';

import { OpaqueId } from '../http/opaque-id.decorator';
import { Optional } from '../http/optional.decorator';
import { SubjectBody } from './subject.dto';

/** Who or what is screened, and how. */
export class CreateScreeningBody extends SubjectBody {
  @ApiProperty({
    required: false,
    minimum: LOWEST_THRESHOLD,
    maximum: HIGHEST_THRESHOLD,
    description:
      'From which score on a listed name is a hit, on every list. Left out: the thresholds of your organization (`GET /v1/screening-thresholds`).',
  })
  @Optional()
  @IsNumber({}, { message: 'threshold must be a number' })
  @Min(LOWEST_THRESHOLD, { message: 'threshold must be 0.5 or more' })
  @Max(HIGHEST_THRESHOLD, { message: 'threshold must be 1 or less' })
  threshold?: number;

  @ApiProperty({
    required: false,
    example: 'applicant-4711',
    description: 'Your own name for it, shown in the clear: no personal data.',
  })
  @Optional()
  @OpaqueId()
  externalId?: string;

  @ApiProperty({
    required: false,
    example: 'user-17',
    description:
      'The person who asks, by the id in your own system; no personal data. Where `submitterMayDecide` is false, nobody decides about the hits of the own screenings.',
  })
  @Optional()
  @OpaqueId()
  submittedBy?: string;

  @ApiProperty({
    required: false,
    default: false,
    description:
      'Screen the subject again whenever a list changes, until its monitoring ends. It needs an `externalId`, and takes the place of whoever is monitored under it.',
  })
  @Optional()
  @IsBoolean({ message: 'monitor must be true or false' })
  monitor?: boolean;
}

export class CreateScreeningsBody {
  @ApiProperty({ isArray: true, type: () => CreateScreeningBody, minItems: 1, maxItems: 1_000 })
  @IsArray({ message: 'screenings must be a list' })
  @ArrayMinSize(1, { message: 'screenings must have at least one item' })
  @ArrayMaxSize(1_000, { message: 'screenings may have 1000 items; send the rest in another call' })
  @ValidateNested({ each: true, message: 'screenings must be objects' })
  @Type(() => CreateScreeningBody)
  screenings: CreateScreeningBody[];
}

export function screeningRequestOf(body: CreateScreeningBody, apiKeyId: string): ScreeningRequest {
  return {
    subject: screenedSubjectOf(body),
    threshold: body.threshold ?? null,
    externalId: body.externalId ?? null,
    submitter: { apiKeyId, actor: body.submittedBy ?? null },
    isMonitored: body.monitor === true,
  };
}

/** Says the same in one way: what was left out, null and an empty list must not make another subject of the same one. */
function screenedSubjectOf(body: SubjectBody): ScreeningRequest['subject'] {
  const { type, name, alternativeNames = [], countries = [], identifications = [], addresses = [] } = body;
  const { birthDate = body.birthYear?.toString(), nationalities, residenceCountries, birthCountry } = body;
  const { flag, registrationCountry, cryptoAddresses, imo, callSign, tailNumber } = body;
  return {
    name,
    alternativeNames,
    countries,
    identifications,
    addresses,
    ...(type === undefined ? {} : { type }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(nationalities === undefined || nationalities.length === 0 ? {} : { nationalities }),
    ...(residenceCountries === undefined || residenceCountries.length === 0 ? {} : { residenceCountries }),
    ...(birthCountry === undefined ? {} : { birthCountry }),
    ...(flag === undefined ? {} : { flag }),
    ...(registrationCountry === undefined ? {} : { registrationCountry }),
    ...(cryptoAddresses === undefined ? {} : { cryptoAddresses }),
    ...(imo === undefined ? {} : { imo }),
    ...(callSign === undefined ? {} : { callSign }),
    ...(tailNumber === undefined ? {} : { tailNumber }),
  };
}
