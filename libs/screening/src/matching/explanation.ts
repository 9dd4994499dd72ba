import { type EngineHit, type ScoreParts, type TokenComparison } from './engine-hit';
import { type Evidence } from './evidence';

const NAME_KINDS: Readonly<Record<EngineHit['nameKind'], string>> = {
  primary: 'name',
  aka: 'alias',
  fka: 'former name',
  nka: 'present name',
};

/** Says in one sentence why an entry was found, what else was compared and what was not. */
export function explainHit(hit: Omit<EngineHit, 'explanation'>): string {
  const strength = hit.nameStrength === 'weak' ? 'weak ' : '';
  const name = `listed ${strength}${NAME_KINDS[hit.nameKind]} "${hit.matchedName}"`;
  const facts = [explainTokens(hit.tokens), ...explainParts(hit.parts)].filter((fact) => fact !== '');
  const score = `${hit.score.toFixed(2)} (name ${hit.parts.name.toFixed(2)})`;
  const verb = hit.parts.name === 0 ? 'shares no name with' : isEqual(hit) ? 'is equal to' : 'resembles';
  return `"${hit.subjectName}" ${verb} the ${name} with score ${score}${facts.map((fact) => `; ${fact}`).join('')}.`;
}

function isEqual({ tokens, parts }: Omit<EngineHit, 'explanation'>): boolean {
  return parts.name > 0 && tokens.every(({ relation }) => relation === 'exact');
}

function explainTokens(tokens: readonly TokenComparison[]): string {
  return tokens
    .filter(({ relation }) => relation !== 'exact')
    .map(explainToken)
    .join(', ');
}

function explainToken({ subject, listed, relation }: TokenComparison): string {
  switch (relation) {
    case 'exact':
      return `"${subject}" is equal`;
    case 'edit':
      return `"${subject}" is spelled almost like "${listed}"`;
    case 'skeleton':
      return `"${subject}" has the consonants of "${listed}"`;
    case 'initial':
      return `"${subject}" begins like "${listed}"`;
    case 'merged':
      return `"${subject}" is "${listed}" written ${subject.includes(' ') ? 'apart' : 'together'}`;
    case 'variant':
      return `"${subject}" is another form of "${listed}"`;
    case 'missing':
      return `"${listed}" is only in the listed name`;
    case 'extra':
      return `"${subject}" is not in the listed name`;
  }
}

function explainParts({ birthDate, country, identification, type }: ScoreParts): string[] {
  return [
    explainEvidence('birth date', birthDate),
    explainEvidence('country', country),
    identification?.outcome === 'not-compared' ? '' : explainEvidence('identification', identification),
    type?.outcome === 'agrees' ? '' : explainEvidence('type', type),
  ];
}

function explainEvidence(what: string, evidence: Evidence | undefined): string {
  if (!evidence) return '';
  const values = `${evidence.subject ?? 'none'} against ${evidence.listed ?? 'none listed'}`;
  switch (evidence.outcome) {
    case 'agrees':
      return `${what} agrees (${values})`;
    case 'close':
      return `${what} differs a little (${values})`;
    case 'contradicts':
      return `${what} contradicts (${values})`;
    case 'not-compared':
      return `${what} not compared`;
  }
}
