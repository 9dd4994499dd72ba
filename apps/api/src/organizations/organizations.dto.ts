import { type ApiKeySnapshot, organizationScopes, type OrganizationSnapshot } from '@bonafide/access';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

import { Optional } from '../http/optional.decorator';
import { PlainText } from '../http/plain-text.decorator';
import { IsFutureTime } from '../http/time.decorator';

export class CreateOrganizationBody {
  @ApiProperty({ example: 'Acme Payments', maxLength: 200 })
  @PlainText(200)
  name: string;

  @ApiProperty({
    required: false,
    type: Number,
    nullable: true,
    description: 'In place of the default of the installation.',
  })
  @IsOptional()
  @IsInt({ message: 'rateLimitPerMinute must be a whole number' })
  @Min(1, { message: 'rateLimitPerMinute must be 1 or more' })
  @Max(10_000_000, { message: 'rateLimitPerMinute must be 10000000 or less' })
  rateLimitPerMinute?: number | null;
}

export class OrganizationView {
  @ApiProperty({ example: 'org_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'Acme Payments' })
  name: string;

  @ApiProperty({ type: Number, nullable: true })
  rateLimitPerMinute: number | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  static of({ id, name, rateLimitPerMinute, createdAt }: OrganizationSnapshot): OrganizationView {
    return { id, name, rateLimitPerMinute, createdAt: createdAt.toISOString() };
  }
}

export class CreateApiKeyBody {
  @ApiProperty({ example: 'back end', maxLength: 100 })
  @PlainText(100)
  name: string;

  @ApiProperty({ enum: organizationScopes, isArray: true, example: ['screenings:read', 'screenings:write'] })
  @IsArray({ message: 'scopes must be a list' })
  @ArrayMinSize(1, { message: 'scopes must name at least one scope' })
  @ArrayUnique({ message: 'scopes must not name a scope twice' })
  @IsIn(organizationScopes, { each: true, message: `scopes may be ${organizationScopes.join(', ')}` })
  scopes: (typeof organizationScopes)[number][];

  @ApiProperty({
    required: false,
    format: 'date-time',
    nullable: true,
    type: String,
    description: 'Without it the key does not expire.',
  })
  @IsOptional()
  @IsFutureTime()
  expiresAt?: string | null;
}

export class RotateApiKeyBody {
  @ApiProperty({
    required: false,
    default: 3600,
    example: 3600,
    minimum: 0,
    maximum: 604_800,
    description: 'How long the old key still works.',
  })
  @Optional(3_600)
  @IsInt({ message: 'overlapSeconds must be a whole number' })
  @Min(0, { message: 'overlapSeconds must be 0 or more' })
  @Max(604_800, { message: 'overlapSeconds must be 604800 (a week) or less' })
  overlapSeconds: number = 3_600;
}

export class ApiKeyView {
  @ApiProperty({ example: 'key_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null for an operator key.' })
  organizationId: string | null;

  @ApiProperty()
  name: string;

  @ApiProperty({ isArray: true, type: String })
  scopes: readonly string[];

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  expiresAt: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  revokedAt: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true, description: 'To about a minute.' })
  lastUsedAt: string | null;

  static of({
    id,
    organizationId,
    name,
    scopes,
    createdAt,
    expiresAt,
    revokedAt,
    lastUsedAt,
  }: ApiKeySnapshot): ApiKeyView {
    return {
      id,
      organizationId,
      name,
      scopes,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
      revokedAt: revokedAt?.toISOString() ?? null,
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    };
  }
}

export class NewApiKeyView extends ApiKeyView {
  @ApiProperty({ description: 'Shown here and never again.', example: 'bfk_test_<16 characters>_<52 characters>' })
  apiKey: string;
}

export class CallerView {
  @ApiProperty()
  apiKeyId: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null for an operator key.' })
  organizationId: string | null;

  @ApiProperty({ isArray: true, type: String })
  scopes: readonly string[];
}
