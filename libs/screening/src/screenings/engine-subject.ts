import type { ScreeningSubject } from '../matching/screening-subject';
import type { ScreenedSubject } from './screening-request';

/** A subject in the words of the engine. */
export function engineSubjectOf({ addresses, ...subject }: ScreenedSubject): ScreeningSubject {
  return {
    ...subject,
    addresses: addresses.map(({ line1, city, country }) => ({
      ...(line1 === undefined ? {} : { street: line1 }),
      ...(city === undefined ? {} : { locality: city }),
      ...(country === undefined ? {} : { country }),
    })),
  };
}
