import { oneLine } from '../listed-name';
import { onlyKnown } from '../only-known';
import {
  type ListedName,
  type ListedNameKind,
  type ListedNameStrength,
  type SanctionsEntryType,
} from '../sanctions-entry';
import { type UkName, type UkOriginalName } from './uk-designation';

/** The lists write them in every mixture of capitals. */
const KINDS: ReadonlyMap<string, ListedNameKind> = new Map([
  ['primary name', 'primary'],
  ['primary name variation', 'aka'],
  ['alias', 'aka'],
  ['aka', 'aka'],
  ['a.k.a', 'aka'],
  ['a.k.a.', 'aka'],
  ['fka', 'fka'],
  ['f.k.a', 'fka'],
  ['f.k.a.', 'fka'],
]);

/** The names of a designation, each once, the primary one first; a second primary name becomes an alias. */
export function readUkNames(
  names: readonly UkName[],
  originalNames: readonly UkOriginalName[],
  type: SanctionsEntryType,
): ListedName[] {
  const listed = new Map<string, ListedName>();
  for (const { parts, type: nameType, strength } of names) {
    const name = oneLine(parts.flatMap((part) => part ?? []).join(' '));
    const kind = KINDS.get(nameType?.trim().toLowerCase() ?? '') ?? 'aka';
    if (name !== '' && !listed.has(name))
      listed.set(name, { name, kind, strength: strengthOf(name, kind, strength, type) });
  }
  for (const { name: written, language } of originalNames) {
    const name = oneLine(written);
    if (name === '' || listed.has(name)) continue;
    listed.set(name, { name, kind: 'aka', strength: 'strong', ...onlyKnown({ language }), isOriginalScript: true });
  }
  const all = [...listed.values()];
  const primary = all.find(({ kind }) => kind === 'primary') ?? all[0];
  if (primary === undefined) return [];
  const others = all.filter((name) => name !== primary);
  return [
    { ...primary, kind: 'primary', strength: 'strong' },
    ...others.map((name): ListedName => (name.kind === 'primary' ? { ...name, kind: 'aka' } : name)),
  ];
}

/**
 * Where the list does not say how good an alias is, a single word for a person and an abbreviation for an organization
 * are too little to search with.
 */
function strengthOf(
  name: string,
  kind: ListedNameKind,
  said: string | undefined,
  type: SanctionsEntryType,
): ListedNameStrength {
  if (kind === 'primary') return 'strong';
  if (said !== undefined) return /low/iu.test(said) ? 'weak' : 'strong';
  const isOneWord = !name.includes(' ');
  const isAbbreviation = isOneWord && name.length < 7 && name === name.toUpperCase();
  return (type === 'person' && isOneWord) || (type === 'business' && isAbbreviation) ? 'weak' : 'strong';
}
