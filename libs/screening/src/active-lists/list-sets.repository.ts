import { Database, type Transaction } from '@bonafide/database';
import { Injectable } from '@nestjs/common';

import { type PublicationSnapshot } from '../publications/publication';
import { PublicationRepository } from '../publications/publication.repository';
import { type ListSetId, listSetIds, type PublicationId } from '../screening-ids';

type Member = Pick<PublicationSnapshot, 'id' | 'list'>;

/** The sets of publications that screenings were made against: one row says it for all screenings of some hours. */
@Injectable()
export class ListSets {
  constructor(
    private readonly database: Database,
    private readonly publications: PublicationRepository,
  ) {}

  /** The set of just these publications, one of each list. */
  async of(members: readonly Member[]): Promise<ListSetId> {
    const ids = members.map(({ id }) => id).sort();
    const content = ids.join(' ');
    const known = await this.find(content);
    if (known !== undefined) return known;
    const id = listSetIds.create();
    await this.database.transaction(async (tx) => {
      // Of several that come at the same moment one inserts; the others wait for it, and then read what it has made.
      const inserted = await tx.query(
        'INSERT INTO list_sets (id, content) VALUES ($1, $2) ON CONFLICT (content) DO NOTHING RETURNING id',
        [id, content],
      );
      if (inserted.length === 0) return;
      await tx.query(
        `INSERT INTO list_set_publications (list_set_id, list, publication_id)
         SELECT $1, list, publication_id FROM unnest($2::text[], $3::text[]) AS member (list, publication_id)`,
        [id, members.map(({ list }) => list), members.map((member) => member.id)],
      );
    });
    const stored = await this.find(content);
    if (stored === undefined) throw new Error('The set of lists that was just stored is not there.');
    return stored;
  }

  /** In the order of the lists' ids. @param tx a request that has a connection must not wait for another */
  async publicationsOf(id: ListSetId, tx?: Transaction): Promise<PublicationSnapshot[]> {
    const rows = await (tx ?? this.database).query<{ publicationId: PublicationId }>(
      'SELECT publication_id AS "publicationId" FROM list_set_publications WHERE list_set_id = $1 ORDER BY list',
      [id],
    );
    const found = await Promise.all(rows.map(({ publicationId }) => this.publications.find(publicationId, tx)));
    return found.filter((publication) => publication !== null);
  }

  private async find(content: string): Promise<ListSetId | undefined> {
    const [row] = await this.database.query<{ id: ListSetId }>('SELECT id FROM list_sets WHERE content = $1', [
      content,
    ]);
    return row?.id;
  }
}
