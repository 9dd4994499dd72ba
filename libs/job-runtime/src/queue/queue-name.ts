import type { AnyJob, Lane } from '@bonafide/jobs';

/**
 * A queue for each lane of a type, not a priority within one: a worker whose hands are full of bulk jobs has others free
 * for single ones, and an operator can hold back the bulk alone.
 */
export const queueNameOf = ({ type }: AnyJob, lane: Lane): string =>
  lane === 'interactive' ? type : `${type}-${lane}`;
