import { type EngineHit, type ScoreParts, type TokenComparison } from './engine-hit';
import { type CountryEvidence, type Evidence } from './evidence';

/** Says in one sentence why an entry was found, what else was compared and what was not. */
export function explainHit(hit: Omit<EngineHit, 'explanation'>, primaryName: string): string {
  const facts = [explainTokens(hit.tokens), ...explainParts(hit.parts)].filter((fact) => fact !== '');
  const score = `${hit.score.toFixed(2)} (${hit.band === 'none' ? 'in no band' : hit.band}, name ${hit.parts.name.toFixed(2)})`;
  const verb = hit.parts.name === 0 ? 'shares no name with' : isEqual(hit) ? 'is equal to' : 'resembles';
  const name = describeName(hit, primaryName);
  return `"${hit.subjectName}" ${verb} ${name} with score ${score}${facts.map((fact) => `; ${fact}`).join('')}.`;
}

/** A former name says whom the entry was, so the name that it has now stands beside it. */
function describeName(
  { nameKind, nameStrength, matchedName }: Omit<EngineHit, 'explanation'>,
  primaryName: string,
): string {
  const weak = nameStrength === 'weak' ? 'weak ' : '';
  switch (nameKind) {
    case 'primary':
      return `the listed ${weak}name "${matchedName}"`;
    case 'aka':
      return `the listed ${weak}alias "${matchedName}"`;
    case 'fka':
      return `a ${weak}former name of the listed "${primaryName}", formerly known as "${matchedName}",`;
    case 'nka':
      return `the ${weak}present name of the listed "${primaryName}", now known as "${matchedName}",`;
  }
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
    explainCountry(country),
    explainIfCompared('identification', identification),
    explainIfCompared('address', address),
    explainIfCompared('crypto address', cryptoAddress),
    type?.outcome === 'agrees' ? '' : explainEvidence('type', type),
  ];
}

function explainCountry(evidence: CountryEvidence | undefined): string {
  if (evidence?.agreements === undefined) return explainEvidence('country', evidence);
  const roles = new Map<string, string[]>();
  for (const { country, subject, listed } of evidence.agreements) {
    const own = subject === 'unsaid' ? country : `${subject} ${country}`;
    roles.set(own, [...(roles.get(own) ?? []), listed]);
  }
  const pairs = [...roles].map(([own, listed]) => `${own} is listed as ${listed.join(' and ')}`);
  return `country agrees (${pairs.join(', ')})`;
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
