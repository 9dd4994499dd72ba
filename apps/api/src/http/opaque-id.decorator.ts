import { Matches } from 'class-validator';

/** An id of the caller's own making, kept and shown in the clear. No `@` and no space: it is not to be a person's name or address. */
export const OpaqueId = (): PropertyDecorator =>
  Matches(/^[A-Za-z0-9._:-]{1,64}$/, { message: '$property must be 1 to 64 of A-Z a-z 0-9 . _ : -' });
