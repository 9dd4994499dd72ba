import type { Id, IdKind } from '@bonafide/identifiers';
import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';

import { notFound } from './problem';

/** An id from the path. One that is malformed or of another kind names nothing, so it answers 404. */
export const IdParameter =
  <Prefix extends string>(name: string, kind: IdKind<Prefix>, what: string): ParameterDecorator =>
  (controller, method, index) => {
    Param(name, new IdPipe(kind, what))(controller, method, index);
    if (method === undefined) throw new Error('A constructor has no parameters from the path.');
    // Said, and not left to the types: one compiler keeps for reflection that an id is text, the other does not.
    ApiParam({ name, description: `Id of the ${what}.`, schema: { type: 'string', pattern: patternOf(kind) } })(
      controller,
      method,
      Object.getOwnPropertyDescriptor(controller, method) ?? {},
    );
  };

const patternOf = ({ prefix }: IdKind<string>): string => `^${prefix}_[0-9a-z]{26}$`;

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
