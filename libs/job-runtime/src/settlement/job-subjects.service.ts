import { type AnyJob, jobCatalog } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import type { JobSubject } from './job-subject';

/** Which subject belongs to which job type. Subjects register themselves when their module is made. */
@Injectable()
export class JobSubjects {
  private readonly subjects = new Map<string, JobSubject<AnyJob>>();

  register<Job extends AnyJob>(subject: JobSubject<Job>): void {
    const { type } = subject.job;
    if (this.subjects.has(type)) throw new Error(`Two subjects for job type "${type}": register one of them only.`);
    this.subjects.set(type, subject);
  }

  of(type: string): JobSubject<AnyJob> {
    const subject = this.subjects.get(type);
    if (subject === undefined) throw new Error(missing(type));
    return subject;
  }

  /** @throws when this process may have to settle a job type that it has no subject for */
  requireFor(jobs: readonly AnyJob[] = jobCatalog): void {
    const without = jobs.filter(({ type }) => !this.subjects.has(type));
    if (without.length > 0) throw new Error(without.map(({ type }) => missing(type)).join('\n'));
  }
}

const missing = (type: string) =>
  `Job type "${type}" has no subject in this process. Write a JobSubject in the lib that owns what the job is about, register it with JobSubjects, and import that lib's module here.`;
