import { loadConfig } from '@bonafide/configuration';
import { Database } from '@bonafide/database';
import { Injectable } from '@nestjs/common';

import { RateLimitConfig } from './rate-limit.config';

export interface RateLimitVerdict {
  readonly allowed: boolean;
  readonly limit: number;
  readonly windowSeconds: number;
  /** How many more requests the window surely has. */
  readonly remaining: number;
  readonly resetSeconds: number;
}

interface Share {
  window: number;
  /** Requests that this process may still let through without asking. */
  granted: number;
  /** What was left for everybody when this process last asked. */
  left: number;
  asking: Promise<void> | null;
}

const WINDOW_SECONDS = 60;
/** A process asks for this share of the limit at a time, so that Postgres is asked about twenty times a window. */
const SHARES_PER_WINDOW = 20;
const OWNERS_AT_MOST = 10_000;

/**
 * A limit that holds over all processes without asking Postgres for every request: each process draws a share of the
 * window's requests and spends it. What is drawn and not spent is lost to the window, so the limit is never exceeded.
 * When Postgres does not answer, requests pass: they need it anyway, and will say so better.
 */
@Injectable()
export class RateLimits {
  private readonly config = loadConfig(RateLimitConfig);
  private readonly shares = new Map<string, Share>();

  constructor(private readonly database: Database) {}

  /** @param limitPerMinute null for the default of the installation */
  async take(owner: string, limitPerMinute: number | null, nowMs = Date.now()): Promise<RateLimitVerdict> {
    const limit = limitPerMinute ?? this.config.RATE_LIMIT_PER_MINUTE;
    const window = Math.floor(nowMs / 1_000 / WINDOW_SECONDS);
    const share = this.shareOf(owner, window);
    while (share.granted <= 0 && share.left > 0) {
      share.asking ??= this.draw(owner, share, limit).finally(() => (share.asking = null));
      await share.asking;
    }
    const allowed = share.granted > 0;
    if (allowed) share.granted -= 1;
    return {
      allowed,
      limit,
      windowSeconds: WINDOW_SECONDS,
      remaining: Math.min(limit, share.granted + share.left),
      resetSeconds: Math.ceil((window + 1) * WINDOW_SECONDS - nowMs / 1_000),
    };
  }

  private shareOf(owner: string, window: number): Share {
    const known = this.shares.get(owner);
    if (known?.window === window) return known;
    if (this.shares.size >= OWNERS_AT_MOST) this.shares.clear();
    const share = { window, granted: 0, left: Number.MAX_SAFE_INTEGER, asking: null };
    this.shares.set(owner, share);
    return share;
  }

  private async draw(owner: string, share: Share, limit: number): Promise<void> {
    const wanted = Math.max(1, Math.ceil(limit / SHARES_PER_WINDOW));
    try {
      const [row] = await this.database.query<{ used: number }>(
        `INSERT INTO rate_limit_windows AS current (owner, window_number, used) VALUES ($1, $2, $3)
         ON CONFLICT (owner) DO UPDATE
         SET used = CASE WHEN current.window_number < excluded.window_number THEN 0 ELSE current.used END + excluded.used,
             window_number = greatest(current.window_number, excluded.window_number)
         RETURNING used`,
        [owner, share.window, wanted],
      );
      if (row === undefined) throw new Error('The row that was just written is not there.');
      const usedBefore = row.used - wanted;
      share.granted += Math.max(0, Math.min(wanted, limit - usedBefore));
      share.left = Math.max(0, limit - row.used);
    } catch {
      share.granted += 1;
      share.left = limit;
    }
  }
}
