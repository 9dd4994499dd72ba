import type { Scope } from '@bonafide/access';
import { SetMetadata } from '@nestjs/common';

const key = Symbol('required scope');

/** What the key must be allowed for the route; `any` is any key that is known. A route that says nothing is closed. */
export type RequiredScope = Scope | 'any';

export const RequireScope = Object.assign((scope: RequiredScope) => SetMetadata(key, scope), { key });
