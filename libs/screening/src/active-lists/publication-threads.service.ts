import { Injectable } from '@nestjs/common';

import type { PublicationSnapshot } from '../publications/publication';
import { PublicationRepository } from '../publications/publication.repository';
import type { ListPart } from '../threads/list-engine';
import { shareListFiles } from '../threads/list-folder';
import { ScreeningThreads } from '../threads/screening-threads';

export interface PublicationThreadsOptions {
  readonly threads: number;
  /** What hits may be about; everything when undefined. */
  readonly part?: ListPart | undefined;
  /** The compiled program of a thread, where it is not the one beside the pool. */
  readonly script?: string | undefined;
}

/** Makes threads that screen against stored publications, from the bytes that were archived. */
@Injectable()
export class PublicationThreads {
  constructor(private readonly publications: PublicationRepository) {}

  /** @throws UnusableListsError when a publication cannot be read; ScreeningThreadError when a thread ends */
  async start(
    publications: readonly PublicationSnapshot[],
    { threads, part, script }: PublicationThreadsOptions,
  ): Promise<ScreeningThreads> {
    const lists = await Promise.all(
      publications.map(async ({ id, list }) => shareListFiles(list, await this.publications.files(id))),
    );
    return ScreeningThreads.start({ threads, lists, ...(part && { part }), ...(script && { script }) });
  }
}
