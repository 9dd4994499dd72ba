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
    detail: sentencesOf(property, constraints),
  }));
  return new Problem('invalid-parameter', at.map(({ parameter, detail }) => `${parameter}: ${detail}`).join(' '), at);
}

function flatten(errors: readonly ValidationError[], parent: string): ProblemAt[] {
  return errors.flatMap(({ property, constraints, children = [] }) => {
    const pointer = `${parent}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = constraints === undefined ? [] : [{ pointer, detail: detailOf(property, constraints) }];
    return [...own, ...flatten(children, pointer)];
  });
}

function detailOf(property: string, constraints: Readonly<Record<string, string>>): string {
  if ('whitelistValidation' in constraints) return 'There is no such field. Remove it, or check its spelling.';
  return sentencesOf(property, constraints);
}

const sentencesOf = (property: string, constraints: Readonly<Record<string, string>>): string =>
  Object.values(constraints)
    .map((text) => sentence(property, text))
    .join(' ');

/** The name of the field stays as it is written. */
function sentence(property: string, text: string): string {
  const begun = text.startsWith(property) ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return `${begun}${text.endsWith('.') ? '' : '.'}`;
}
