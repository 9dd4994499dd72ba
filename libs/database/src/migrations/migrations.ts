import { Access1763600000001 } from './0001-access';
import { DataKeys1763600000002 } from './0002-data-keys';
import { Jobs1763600000003 } from './0003-jobs';
import { Webhooks1763600000004 } from './0004-webhooks';
import { Screening1763600000005 } from './0005-screening';
import { ListPublications1763600000006 } from './0006-list-publications';
import { Hits1763600000007 } from './0007-hits';

/** In the order they run. */
export const migrations = [
  Access1763600000001,
  DataKeys1763600000002,
  Jobs1763600000003,
  Webhooks1763600000004,
  Screening1763600000005,
  ListPublications1763600000006,
  Hits1763600000007,
] as const;
