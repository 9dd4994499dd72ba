import { Access1763600000001 } from './0001-access';
import { DataKeys1763600000002 } from './0002-data-keys';
import { Jobs1763600000003 } from './0003-jobs';
import { Webhooks1763600000004 } from './0004-webhooks';
import { Screening1763600000005 } from './0005-screening';
import { ListPublications1763600000006 } from './0006-list-publications';
import { Hits1763600000007 } from './0007-hits';
import { ListSets1763600000008 } from './0008-list-sets';
import { ScreeningFiles1763600000009 } from './0009-screening-files';
import { Thresholds1763600000010 } from './0010-thresholds';
import { MonitoredSubjects1763600000011 } from './0011-monitored-subjects';
import { HitsByScore1763600000012 } from './0012-hits-by-score';
import { Customers1763600000013 } from './0013-customers';
import { VendorCalls1763600000014 } from './0014-vendor-calls';
import { Verifications1763600000015 } from './0015-verifications';
import { AddressVerifications1763600000016 } from './0016-address-verifications';
import { IdPackages1763600000017 } from './0017-id-packages';
import { CustomerKeeping1763600000018 } from './0018-customer-keeping';
import { CustomerRecordVersions1763600000019 } from './0019-customer-record-versions';

/** In the order they run. */
export const migrations = [
  Access1763600000001,
  DataKeys1763600000002,
  Jobs1763600000003,
  Webhooks1763600000004,
  Screening1763600000005,
  ListPublications1763600000006,
  Hits1763600000007,
  ListSets1763600000008,
  ScreeningFiles1763600000009,
  Thresholds1763600000010,
  MonitoredSubjects1763600000011,
  HitsByScore1763600000012,
  Customers1763600000013,
  VendorCalls1763600000014,
  Verifications1763600000015,
  AddressVerifications1763600000016,
  IdPackages1763600000017,
  CustomerKeeping1763600000018,
  CustomerRecordVersions1763600000019,
] as const;
