import { createHash, timingSafeEqual } from 'node:crypto';

import { readApplicationState } from './response-body';

/** Why a notification is not taken. `unauthorized`: 401; `unreadable`: 400. */
export class NotificationRefusedError extends Error {
  override readonly name = 'NotificationRefusedError';

  constructor(
    readonly reason: 'unauthorized' | 'unreadable',
    sentence: string,
  ) {
    super(sentence);
  }
}

/** That a case has changed. What it has become is read at the vendor: whoever knows the password could write anything here. */
export interface IdentityMindNotification {
  /** Our reference of the check. */
  readonly tid: string;
  readonly state: string;
  /** The newest moment on the score card; 0 when there is none. */
  readonly newestMs: number;
  /** The same for every delivery of one change: 64 hexadecimal digits over tid, state and moment. */
  readonly dedupeKey: string;
}

/**
 * Reads the body that IdentityMind posts when a case changes. It carries HTTP Basic credentials that we have chosen.
 * @param authorization the header as it came
 * @param credentials `user:password`, the current and, while it is followed by it, the one before; none: nobody gets in
 * @throws NotificationRefusedError
 */
export function readIdentityMindNotification(
  authorization: string | undefined,
  rawBody: string,
  credentials: readonly string[],
): IdentityMindNotification {
  if (!isOneOf(presentedCredentials(authorization), credentials)) {
    throw new NotificationRefusedError('unauthorized', 'The user or the password is not right.');
  }
  const { tid, state, card } = readBody(rawBody);
  const { newestMs } = card;
  const dedupeKey = createHash('sha256')
    .update(JSON.stringify([tid, state, newestMs]))
    .digest('hex');
  return { tid, state, newestMs, dedupeKey };
}

function readBody(rawBody: string) {
  try {
    return readApplicationState(rawBody, 200);
  } catch {
    throw new NotificationRefusedError(
      'unreadable',
      'The body is not that of an application: tid, state and score card.',
    );
  }
}

function presentedCredentials(authorization: string | undefined): string {
  const [, encoded = ''] = /^basic +([A-Za-z0-9+/=_-]{1,2000})$/i.exec(authorization ?? '') ?? [];
  return Buffer.from(encoded, 'base64').toString();
}

/** Compares digests, which are all of one length, with every candidate: the time says neither which nor how much is right. */
function isOneOf(presented: string, candidates: readonly string[]): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const given = digest(presented);
  return candidates.map((candidate) => timingSafeEqual(given, digest(candidate))).includes(true);
}
