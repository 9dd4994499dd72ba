import { HIGHEST_THRESHOLD, LOWEST_THRESHOLD } from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';

/** Thresholds by the ids of lists, in the OpenAPI document. */
export const ListThresholdsProperty = (description: string, required = true): PropertyDecorator =>
  ApiProperty({
    selfRequired: required,
    type: 'object',
    additionalProperties: { type: 'number', minimum: LOWEST_THRESHOLD, maximum: HIGHEST_THRESHOLD },
    example: { 'us-ofac-sdn': 0.82 },
    description,
  });
