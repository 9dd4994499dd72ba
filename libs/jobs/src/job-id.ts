import { defineId, type Id } from '@bonafide/identifiers';

export type JobId = Id<'job'>;
export const jobIds = defineId('job');
