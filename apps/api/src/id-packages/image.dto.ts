import { imageMediaTypes, type ImageSnapshot } from '@bonafide/verifications';
import { ApiProperty } from '@nestjs/swagger';

import { OpaqueId } from '../http/opaque-id.decorator';

export class ImageView {
  @ApiProperty({ example: 'img_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ enum: imageMediaTypes })
  mediaType: string;

  @ApiProperty({ example: 812_345 })
  bytes: number;

  @ApiProperty({ example: 1_600, description: 'In pixels.' })
  width: number;

  @ApiProperty({ example: 1_009 })
  height: number;

  @ApiProperty({ type: String, nullable: true, description: 'The package that uses it; an image is used by one.' })
  packageId: string | null;

  @ApiProperty({ format: 'date-time' })
  uploadedAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  erasedAt: string | null;

  static of({ uploadedAt, erasedAt, ...image }: ImageSnapshot): ImageView {
    return { ...image, uploadedAt: uploadedAt.toISOString(), erasedAt: erasedAt?.toISOString() ?? null };
  }
}

export class OpenImageBody {
  @ApiProperty({ example: 'officer-1', description: 'Who looks at it, by the id in your own system.' })
  @OpaqueId()
  actor: string;
}
