import { type EntryCounts } from '../lists/count-entries';
import { type NotUnderstood } from '../lists/not-understood';
import { type PublicationId } from '../screening-ids';

/** Where a publication came from. `sandbox` is the made-up list that ships with the program. */
export type PublicationOrigin = 'download' | 'directory' | 'sandbox';

/** `awaiting_activation`: fit for use, and a person is to say so. `superseded` has been in use. */
export const publicationStates = ['awaiting_activation', 'active', 'superseded', 'rejected'] as const;
export type PublicationState = (typeof publicationStates)[number];

/** Changes when the parsers read the same bytes differently. */
export const PARSER_VERSION = '3';

export interface PublicationSnapshot {
  readonly id: PublicationId;
  readonly list: string;
  readonly sha256: string;
  readonly parserVersion: string;
  readonly origin: PublicationOrigin;
  readonly state: PublicationState;
  /** As the publisher writes it: a day or a moment, ISO 8601. Null where its files do not say. */
  readonly publishedAt: string | null;
  readonly entries: number;
  /** Null when it could not be read. */
  readonly counts: EntryCounts | null;
  readonly fetchedAt: Date;
  /** When somebody last saw that it is still what the publisher, or the directory, gives. */
  readonly checkedAt: Date;
  readonly activatedAt: Date | null;
  /** Who activated it: an API key's id; null when it was the refresh itself. */
  readonly activatedBy: string | null;
  /** Why that person did. */
  readonly activationNote: string | null;
  /** Kept also when a person has put it to use all the same. */
  readonly rejectionCode: string | null;
  readonly rejectionDetail: string | null;
  readonly notUnderstood: readonly NotUnderstood[];
}

/** When the one of them that was looked for longest ago was seen to be current. */
export const oldestCheckOf = (publications: readonly PublicationSnapshot[]): Date =>
  new Date(Math.min(...publications.map(({ checkedAt }) => checkedAt.getTime())));
