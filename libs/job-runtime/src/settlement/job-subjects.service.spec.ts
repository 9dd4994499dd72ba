import { jobCatalog, OfacScreening, WebhookDelivery } from '@bonafide/jobs';

import type { JobSubject } from './job-subject';
import { JobSubjects } from './job-subjects.service';

const subject: JobSubject<typeof OfacScreening> = {
  job: OfacScreening,
  attemptsEnded: async () => undefined,
  reopened: async () => undefined,
};

describe('JobSubjects', () => {
  it('stops the start of a process that lacks a subject, and says what to do', () => {
    const subjects = new JobSubjects();
    subjects.register(subject);
    expect(() => subjects.requireFor([OfacScreening])).not.toThrow();
    expect(() => subjects.requireFor([OfacScreening, WebhookDelivery])).toThrow(
      'Job type "webhook-delivery" has no subject in this process. Write a JobSubject in the lib that owns what the job is about, register it with JobSubjects, and import that lib\'s module here.',
    );
  });

  it('names every type that has none', () => {
    for (const { type } of jobCatalog) expect(() => new JobSubjects().requireFor()).toThrow(`"${type}"`);
  });

  it('does not take two for one type', () => {
    const subjects = new JobSubjects();
    subjects.register(subject);
    expect(() => subjects.register({ ...subject })).toThrow('Two subjects for job type "ofac-screening"');
  });

  it('has no answer for a type without a subject', () => {
    expect(() => new JobSubjects().of('ofac-screening')).toThrow('has no subject in this process');
  });
});
