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
  const score = `${hit.score.toFixed(2)} (${hit.band === 'none' ? 'in no band' : hit.band}, name ${hit.parts.name.toFixed(2)})`;
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
    case 'typo':
      return `"${subject}" is spelled almost like "${listed}"`;
    case 'phonetic':
      return `"${subject}" sounds like "${listed}"`;
    case 'initial':
      return `"${subject}" begins like "${listed}"`;
    case 'joined':
      return `"${subject}" is "${listed}" written ${subject.includes(' ') ? 'apart' : 'together'}`;
    case 'variant':
      return `"${subject}" is another form of "${listed}"`;
    case 'missing':
      return `"${listed}" is only in the listed name`;
    case 'unreadable':
      return `"${subject}" is in letters that cannot be read`;
    case 'extra':
      return `"${subject}" is not in the listed name`;
  }
}

function explainParts({ birthDate, country, identification, address, cryptoAddress, type }: ScoreParts): string[] {
  return [
    explainEvidence('birth date', birthDate),
    explainEvidence('country', country),
    explainIfCompared('identification', identification),
    explainIfCompared('address', address),
    explainIfCompared('crypto address', cryptoAddress),
    type?.outcome === 'agrees' ? '' : explainEvidence('type', type),
  ];
}

function explainIfCompared(what: string, evidence: Evidence | undefined): string {
  return evidence?.outcome === 'not-compared' ? '' : explainEvidence(what, evidence);
}

function explainEvidence(what: string, evidence: Evidence | undefined): string {
  if (!evidence) return '';
  const values = `${evidence.subject ?? 'none'} against ${evidence.listed ?? 'none listed'}`;
  switch (evidence.outcome) {
    case 'agrees':
      return `${what} agrees (${values})`;
    case 'close':
      return evidence.effect > 0
        ? `${what} has the same number only (${values})`
        : `${what} differs a little (${values})`;
    case 'contradicts':
      return `${what} contradicts (${values})`;
    case 'not-compared':
      return `${what} not compared`;
  }
}
