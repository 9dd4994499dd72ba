import { type ListFiles, type ListSource } from '../lists/list-source';
import { type ListPublication, readList } from '../lists/read-list-directory';
import { PublicationError } from '../lists/publication-error';
import { type KnownEntry, sendCanaries } from './canary';
import { PublicationRejected } from './publication-rejected';

/** What the publication in use says about one that is to follow it. */
export interface Predecessor {
  readonly entries: number;
  readonly publishedAt: string | null;
  readonly known: readonly KnownEntry[];
}

export interface Demands {
  /** False for a list of one's own in the sandbox, which may be as short as one likes. */
  readonly mustBeWhole: boolean;
  /** By how much a list may shrink from one publication to the next, 0 to 1. */
  readonly maximumShrinkage: number;
  readonly predecessor: Predecessor | null;
}

/**
 * Reads a publication and judges whether it may be screened against. It fails closed: whatever is wrong with it, the
 * list in use stays in use, for an empty or broken list clears everybody.
 * @throws PublicationRejected
 */
export function examinePublication(source: ListSource, files: ListFiles, demands: Demands): ListPublication {
  const publication = read(source, files);
  const { entries, publishedAt } = publication;
  const { predecessor, mustBeWhole, maximumShrinkage } = demands;
  const minimum = mustBeWhole ? source.minimumEntries : 1;
  if (entries.length < minimum) {
    throw new PublicationRejected(
      'too-few-entries',
      `The list has ${entries.length} entries; fewer than ${minimum} is not a complete publication.`,
    );
  }
  if (predecessor !== null) {
    if (mustBeWhole && entries.length < predecessor.entries * (1 - maximumShrinkage)) {
      throw new PublicationRejected(
        'shrunk',
        `The list has ${entries.length} entries where the one in use has ${predecessor.entries}. A person may activate it all the same.`,
      );
    }
    if (isOlder(publishedAt, predecessor.publishedAt)) {
      throw new PublicationRejected(
        'older-than-active',
        `The publication is of ${publishedAt ?? ''}, the one in use of ${predecessor.publishedAt ?? ''}.`,
      );
    }
  }
  sendCanaries(entries, mustBeWhole ? (predecessor?.known ?? null) : null);
  return publication;
}

/** The list of this source in the files. */
export function read(source: ListSource, files: ListFiles): ListPublication {
  try {
    const found = readList(source, files);
    if (found !== undefined) return found;
  } catch (error) {
    if (error instanceof PublicationError) throw new PublicationRejected('unreadable', error.message, { cause: error });
    throw error;
  }
  throw new PublicationRejected('not-a-list', `The files do not hold the list ${source.id}.`);
}

function isOlder(publishedAt: string | undefined, than: string | null): boolean {
  if (publishedAt === undefined || than === null) return false;
  return new Date(publishedAt).getTime() < new Date(than).getTime();
}
