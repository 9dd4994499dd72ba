import type { FieldPlace } from '@bonafide/encryption';
import type { JobId } from '@bonafide/jobs';

export const payloadPlace = (jobId: JobId): FieldPlace => ({ table: 'jobs', column: 'payload', row: jobId });
