/** Of each screening: more than an analyst would ever read. Whether there were more still is kept beside them. */
export const HITS_KEPT = 100;

/**
 * The error of a screening of which no hit is left to look at, though there were more than are kept: a hit that nobody has
 * seen may be among those.
 */
export const HITS_TRUNCATED = 'hits-truncated';
