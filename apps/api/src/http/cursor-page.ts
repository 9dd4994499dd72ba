import type { PageQuery } from './page-query.dto';
import { Problem } from './problem';

export interface CursorPage<View> {
  readonly data: readonly View[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

/** Reads one row more than asked for, to know whether there is a next page without counting. */
export async function cursorPage<Row extends { readonly id: string }, View>(
  { limit, cursor }: PageQuery,
  read: (before: string | undefined, limit: number) => Promise<readonly Row[]>,
  view: (row: Row) => View,
): Promise<CursorPage<View>> {
  const rows = await read(cursor === undefined ? undefined : decode(cursor), limit + 1);
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  const hasMore = rows.length > limit;
  return { data: data.map(view), hasMore, nextCursor: hasMore && last !== undefined ? encode(last.id) : null };
}

/** Opaque on purpose: what is in it may change. */
const encode = (id: string): string => Buffer.from(`1:${id}`).toString('base64url');

function decode(cursor: string): string {
  const [version, id] = Buffer.from(cursor, 'base64url').toString().split(':');
  if (version === '1' && id !== undefined && /^[a-z]+_[0-9a-z]{26}$/.test(id)) return id;
  throw new Problem(
    'invalid-parameter',
    'cursor: It is not one that this API has given out. Start again without a cursor.',
    [{ parameter: 'cursor', detail: 'Use `nextCursor` of the page before as it is.' }],
  );
}
