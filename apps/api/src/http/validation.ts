import type { ValidationError } from 'class-validator';

import { Problem, type ProblemAt } from './problem';

/** Every field that is wrong, each with a JSON pointer (RFC 6901) and the cure. */
export function bodyProblem(errors: readonly ValidationError[]): Problem {
  const at = flatten(errors, '#');
  const [first] = at;
  const detail =
    at.length === 1 && first !== undefined
      ? `${first.pointer}: ${first.detail}`
      : `${at.length} fields are not right; "errors" names them. Nothing was stored.`;
  return new Problem('validation-failed', detail, at.slice(0, 100));
}

export function queryProblem(errors: readonly ValidationError[]): Problem {
  const at = errors.map(({ property, constraints = {} }) => ({
    parameter: property,
    detail: Object.values(constraints).map(sentence).join(' '),
  }));
  return new Problem('invalid-parameter', at.map(({ parameter, detail }) => `${parameter}: ${detail}`).join(' '), at);
}

function flatten(errors: readonly ValidationError[], parent: string): ProblemAt[] {
  return errors.flatMap(({ property, constraints, children = [] }) => {
    const pointer = `${parent}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = constraints === undefined ? [] : [{ pointer, detail: detailOf(constraints) }];
    return [...own, ...flatten(children, pointer)];
  });
}

function detailOf(constraints: Readonly<Record<string, string>>): string {
  if ('whitelistValidation' in constraints) return 'There is no such field. Remove it, or check its spelling.';
  return Object.values(constraints).map(sentence).join(' ');
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
