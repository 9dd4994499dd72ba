/** Where Bull Board lies. */
export const BOARD_PATH = '/ops/queues';

/**
 * What may be changed through Bull Board. The ledger in Postgres is the truth, so only what it can follow is offered:
 * pausing a queue holds its jobs back, and a retry becomes a new attempt in the ledger. Adding, editing, promoting or
 * removing a message would change the queue behind the ledger's back.
 */
const allowedChanges: readonly RegExp[] = [
  /^\/api\/queues\/(pause|resume)$/,
  /^\/api\/queues\/[^/]+\/(pause|resume)$/,
  /^\/api\/queues\/[^/]+\/retry\/failed$/,
  /^\/api\/queues\/[^/]+\/[^/]+\/retry(\/failed)?$/,
];

/** Whether a request to the board is one that the ledger can follow. `path` is below {@link BOARD_PATH}. */
export function isOffered(method: string, path: string): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  return method === 'PUT' && allowedChanges.some((route) => route.test(path));
}

/** The path below the board of a URL as it came in, decoded; null when it is not below the board. */
export function boardPathOf(url: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(url.split(/[?#;]/)[0] ?? '');
  } catch {
    return '';
  }
  const normal = path.replace(/\/{2,}/g, '/').toLowerCase();
  return normal === BOARD_PATH || normal.startsWith(`${BOARD_PATH}/`)
    ? path.replace(/\/{2,}/g, '/').slice(BOARD_PATH.length)
    : null;
}
