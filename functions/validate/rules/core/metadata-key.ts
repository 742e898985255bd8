import { knownKinds } from '../../fields/kinds.ts';
import type { Rule } from '../../rule.ts';
import { at, deep, keysOf, rootOf, text, wrong } from '../../spot.ts';
import { labelSelectors, podTemplates } from '../../spots/pod-templates.ts';
import { isKubeLabelValue, isQualifiedName } from '../../syntax/kube-name.ts';

export const metadataKey: Rule = {
  code: 'GI1902',
  name: 'metadata-key',
  severity: 'error',
  summary:
    'Labels and annotations must have keys that are names with an optional DNS prefix, and labels values of at most 63 plain characters.',
  why: 'the API server refuses the object',
  fix: 'shorten the value, and put anything else into an annotation',
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
  *check(world) {
    const objects = knownKinds()
      .flatMap(({ group, kind }) => world.ofKind(group, kind))
      .map(rootOf);
    const templates = podTemplates(world)
      .map(({ template }) => template)
      .filter((template) => template.parent !== undefined);
    const owners = [...objects, ...templates].map((owner) => at(owner, 'metadata'));
    const selected = [
      ...labelSelectors(world).map((selector) => at(selector, 'matchLabels')),
      ...podTemplates(world).map(({ spec }) => at(spec, 'nodeSelector')),
      ...world.ofKind('', 'Service').map((item) => deep(rootOf(item), 'spec', 'selector')),
    ];
    for (const annotation of owners.flatMap((metadata) => keysOf(at(metadata, 'annotations'))))
      if (!isQualifiedName(annotation.key.toLowerCase()))
        yield wrong(annotation, `must have a key of the form "name" or "prefix/name", not ${JSON.stringify(annotation.key)}`);
    for (const label of [...owners.map((metadata) => at(metadata, 'labels')), ...selected].flatMap(keysOf)) {
      if (!isQualifiedName(label.key))
        yield wrong(label, `must have a key of the form "name" or "prefix/name", not ${JSON.stringify(label.key)}`);
      if (!isKubeLabelValue(text(label)))
        yield wrong(label, `must be at most 63 letters, digits, "-", "_" and ".", not ${JSON.stringify(text(label))}`);
    }
  },
};
