import type { Labels } from '../inventory/labels.ts';
import type { Namespaces } from '../inventory/namespaces.ts';
import { asLabels, asList, asRecord, asText, asTexts, isSet, type Loose } from '../loose.ts';

const nameLabel = 'kubernetes.io/metadata.name';

/** Namespaces that a selector names: every namespace has its name as a label, whether it is in the files or not. */
function namesIn(selector: Loose): readonly string[] {
  const named = asText(asRecord(selector.matchLabels)[nameLabel]);
  const listed = asList(selector.matchExpressions)
    .map(asRecord)
    .filter(({ key, operator }) => key === nameLabel && operator === 'In')
    .flatMap(({ values }) => asTexts(values));
  return named === '' ? listed : [named, ...listed];
}

/** The namespaces whose routes a listener takes: names, `*` for all, `~` for none. Selectors see namespaces that are in the files. */
export function allowedNamespaces(listener: Loose, own: string, known: Namespaces): readonly string[] {
  const namespaces = asRecord(asRecord(listener.allowedRoutes).namespaces);
  const from = asText(namespaces.from) || 'Same';
  if (from === 'Same') return [own];
  if (from !== 'Selector' || !isSet(namespaces.selector)) return from === 'None' ? ['~'] : ['*'];
  const selector = asRecord(namespaces.selector);
  const labelled = new Map(namesIn(selector).map((name) => [name, { [nameLabel]: name } as Labels]));
  for (const { name, labels } of known.all) labelled.set(name, labels);
  const names = [...labelled].filter(([, labels]) => isSelected(selector, labels)).map(([name]) => name);
  return names.length === 0 ? ['~'] : [...names].sort();
}

/** A label selector of Kubernetes, with its expressions. */
export function isSelected(selector: Loose, labels: Labels): boolean {
  const wanted = Object.entries(asLabels(selector.matchLabels));
  return (
    wanted.every(([name, value]) => labels[name] === value) &&
    asList(selector.matchExpressions)
      .map(asRecord)
      .every((one) => holds(one, labels))
  );
}

function holds({ key, operator, values }: Loose, labels: Labels): boolean {
  const value = labels[asText(key)];
  switch (operator) {
    case 'In':
      return value !== undefined && asTexts(values).includes(value);
    case 'NotIn':
      return value === undefined || !asTexts(values).includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}
