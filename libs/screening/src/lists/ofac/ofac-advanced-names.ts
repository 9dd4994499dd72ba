import { type XmlElement } from '../reading/xml-element';
import { type ListedName } from '../sanctions-entry';
import { type OfacReferences } from './ofac-advanced-references';
import { ofacAliasKind } from './ofac-features';

/** Reads the names of one `Identity`, each as often as there are scripts that it is written in; primary names first. */
export function readAdvancedNames(identity: XmlElement, references: OfacReferences): ListedName[] {
  const partTypes = new Map(
    identity.within('NamePartGroups', 'MasterNamePartGroup', 'NamePartGroup').map((group) => {
      return [group.attribute('ID'), references.nameOf('NamePartType', group.attribute('NamePartTypeID'))] as const;
    }),
  );
  const isMain = identity.attribute('Primary') === 'true';
  identity.skip('FixedRef', 'False');
  const names = identity.all('Alias').flatMap((alias) => {
    alias.skip('FixedRef');
    const kind = ofacAliasKind(references.nameOf('AliasType', alias.attribute('AliasTypeID')));
    const strength = alias.attribute('LowQuality') === 'true' ? 'weak' : 'strong';
    const isPrimary = isMain && alias.attribute('Primary') === 'true';
    return alias.all('DocumentedName').map((documented): ListedName => {
      documented.skip('FixedRef', 'DocNameStatusID', 'ID');
      const { name, script } = readName(documented, partTypes, references);
      if (script !== undefined && script !== 'Latin') {
        return { name, kind, strength, isOriginalScript: true, language: script };
      }
      return { name, kind: isPrimary ? 'primary' : kind, strength };
    });
  });
  return names
    .filter(({ name }) => name !== '')
    .sort((a, b) => Number(b.kind === 'primary') - Number(a.kind === 'primary'));
}

/** As in OFAC's other forms: the last name, a comma, the rest. */
function readName(
  documented: XmlElement,
  partTypes: ReadonlyMap<string | undefined, string | undefined>,
  references: OfacReferences,
): { name: string; script: string | undefined } {
  const parts = documented.within('DocumentedNamePart', 'NamePartValue').map((value) => {
    value.skip('ScriptStatusID', 'Acronym');
    return {
      text: value.text() ?? '',
      type: partTypes.get(value.attribute('NamePartGroupID')),
      script: references.nameOf('Script', value.attribute('ScriptID')),
    };
  });
  const last = parts.filter(({ type }) => type === 'Last Name');
  const others = parts.filter(({ type }) => type !== 'Last Name');
  const written = [last, others].map((some) => some.map(({ text }) => text).join(' '));
  return { name: written.filter((text) => text !== '').join(', '), script: parts[0]?.script };
}
