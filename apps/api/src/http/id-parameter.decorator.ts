import type { Id, IdKind } from '@bonafide/identifiers';
import { Param, type PipeTransform } from '@nestjs/common';

import { notFound } from './problem';

/** An id from the path. One that is malformed or of another kind names nothing, so it answers 404. */
export const IdParameter = <Prefix extends string>(name: string, kind: IdKind<Prefix>, what: string) =>
  Param(name, new IdPipe(kind, what));

class IdPipe<Prefix extends string> implements PipeTransform<unknown, Id<Prefix>> {
  constructor(
    private readonly kind: IdKind<Prefix>,
    private readonly what: string,
  ) {}

  transform(value: unknown): Id<Prefix> {
    if (!this.kind.is(value)) throw notFound(this.what);
    return value;
  }
}
