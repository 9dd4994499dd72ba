import { SCORE_BANDS } from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';

class EvidenceView {
  @ApiProperty({
    enum: ['agrees', 'close', 'contradicts', 'not-compared'],
    description: 'Not compared: one side does not say.',
  })
  outcome: string;

  @ApiProperty({ description: 'What it does to the score.', example: -0.3 })
  effect: number;

  @ApiProperty({ required: false, description: 'What the request says.' })
  subject?: string;

  @ApiProperty({ required: false, description: 'What the list says.' })
  listed?: string;
}

class CountryAgreementView {
  @ApiProperty({ example: 'GE', description: 'ISO 3166-1 alpha-2.' })
  country: string;

  @ApiProperty({
    enum: ['nationality', 'residence', 'birth', 'flag', 'registration', 'address', 'unsaid'],
    description: 'What it is in the request; `unsaid` when it stands in `countries`.',
  })
  subject: string;

  @ApiProperty({
    enum: ['nationality', 'citizenship', 'birthplace', 'address', 'flag'],
    description: 'What it is on the list.',
  })
  listed: string;
}

class CountryEvidenceView extends EvidenceView {
  @ApiProperty({
    required: false,
    isArray: true,
    type: () => CountryAgreementView,
    description: 'Which countries agree, and as what. Only when one does; hits of earlier versions have none.',
  })
  agreements?: readonly CountryAgreementView[];
}

class ScorePartsView {
  @ApiProperty({ example: 0.9412, description: 'How well the names agree.' })
  name: number;

  @ApiProperty({ required: false, type: () => EvidenceView })
  birthDate?: EvidenceView;

  @ApiProperty({ required: false, type: () => CountryEvidenceView })
  country?: CountryEvidenceView;

  @ApiProperty({ required: false, type: () => EvidenceView })
  identification?: EvidenceView;

  @ApiProperty({ required: false, type: () => EvidenceView })
  address?: EvidenceView;

  @ApiProperty({ required: false, type: () => EvidenceView })
  cryptoAddress?: EvidenceView;

  @ApiProperty({ required: false, type: () => EvidenceView })
  type?: EvidenceView;
}

class TokenView {
  @ApiProperty({ example: 'ivan' })
  subject: string;

  @ApiProperty({ example: 'iwan' })
  listed: string;

  @ApiProperty({
    example: 'typo',
    description:
      'exact, variant, phonetic, typo, initial, joined, missing (only listed), extra (only in the subject) or unreadable.',
  })
  relation: string;

  @ApiProperty({ example: 0.8333 })
  similarity: number;

  @ApiProperty({ example: 1, description: 'How much the word counts.' })
  weight: number;
}

/** A hit as the engine explains it. */
export class HitEvidenceView {
  @ApiProperty({ example: 'us-ofac-sdn' })
  list: string;

  @ApiProperty({ example: '900001', description: "The entry's number on the list." })
  entryId: string;

  @ApiProperty({ enum: ['person', 'business', 'vessel', 'aircraft', 'unknown'] })
  entryType: string;

  @ApiProperty({ description: 'Which of the listed names.' })
  matchedName: string;

  @ApiProperty({ enum: ['primary', 'aka', 'fka', 'nka'] })
  nameKind: string;

  @ApiProperty({ enum: ['strong', 'weak'] })
  nameStrength: string;

  @ApiProperty({ description: 'Which of the names that were asked for.' })
  subjectName: string;

  @ApiProperty({ example: 0.9412, minimum: 0, maximum: 1 })
  score: number;

  @ApiProperty({ enum: SCORE_BANDS, description: 'What the score means.' })
  band: string;

  @ApiProperty({ type: () => ScorePartsView })
  parts: ScorePartsView;

  @ApiProperty({ isArray: true, type: () => TokenView, description: 'Word by word.' })
  tokens: readonly TokenView[];

  @ApiProperty({ isArray: true, type: String, example: ['SDGT'] })
  programs: readonly string[];

  @ApiProperty({ description: 'The same in one sentence.' })
  explanation: string;
}
