import { isInOtherScript, oneLine } from '../listed-name';
import { type UnusedParts } from '../not-understood';
import { type XmlElement } from '../reading/xml-element';
import { type ListedName } from '../sanctions-entry';

/** Notes that say of which kind the alias is. */
const FORMER = /(?:formerly|previously) listed as/iu;
const KNOWN_NOTE = /^(?:birth name|combat name|call sign|third|martyrs|original script:?.*)$/iu;
const ACRONYM = /^[A-Z][A-Z/-]{1,11}$/u;

/**
 * The names in one alias: several may stand in it, separated by semicolons, and behind a name its acronym or its form
 * in another script in brackets. Low quality is weak, and so is an acronym. An empty alias gives none.
 */
export function readUnAlias(element: XmlElement, unused: UnusedParts): ListedName[] {
  const quality = element.textOf('QUALITY');
  const text = element.textOf('ALIAS_NAME');
  const note = element.textOf('NOTE');
  if (text === undefined) return [];
  if (note !== undefined && !FORMER.test(note) && !KNOWN_NOTE.test(note)) unused.add('ALIAS/NOTE', note);
  const kind = quality === 'f.k.a.' || FORMER.test(note ?? text) ? 'fka' : 'aka';
  const strength = quality === 'Low' ? 'weak' : 'strong';
  return splitAlias(text).map((name) => ({
    name,
    kind,
    strength: ACRONYM.test(name) && text.includes(`(${name})`) ? 'weak' : strength,
    ...(isInOtherScript(name) && { isOriginalScript: true }),
  }));
}

function splitAlias(text: string): string[] {
  const names = oneLine(text)
    .split(/;| [b-z]\) /u)
    .flatMap((part) => splitBrackets(part.trim()));
  return names.map((name) => name.replace(/,$/u, '').trim()).filter((name) => name !== '');
}

/** `Dune Works Front (DWF)` and `Ilmar (Илмар)` are two names each; other brackets belong to the name. */
function splitBrackets(name: string): string[] {
  const [, before, inside] = /^(.+?) ?\(([^()]+)\)[, ]*$/u.exec(name) ?? [];
  if (before === undefined || inside === undefined) return [name];
  const original = /^original script: *(.+)$/iu.exec(inside)?.[1];
  if (original !== undefined) return [before, original];
  if (FORMER.test(inside) || KNOWN_NOTE.test(inside)) return [before];
  const isOtherScript = isInOtherScript(inside) !== isInOtherScript(before);
  return isOtherScript || ACRONYM.test(inside) ? [before, inside] : [name];
}
