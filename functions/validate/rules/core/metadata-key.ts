import { isKubeLabelValue, isQualifiedName } from '../../../krm/kube-name.ts';
import { asRecord } from '../../../mesh/loose.ts';
import { knownKinds } from '../../fields/kinds.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, keysOf, rootOf, type Spot, text, wrong } from '../../spot.ts';
import { labelSelectors, podTemplates } from '../../spots/pod-templates.ts';
import { kubeServices } from '../../spots/services.ts';

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
    const [keys, labelKeys, labelValues] = [new Set<string>(), new Set<string>(), new Set<string>()];
    const hasKeys = (annotations: unknown) => every(annotations, keys, (key) => isQualifiedName(key.toLowerCase()));
    const areLabels = (labels: unknown) => every(labels, labelKeys, isQualifiedName) && everyValue(labels, labelValues);
    const objects = knownKinds().flatMap(({ group, kind }) => world.ofKind(group, kind));
    const templates = podTemplates(world)
      .map(({ template }) => template)
      .filter((template) => template.parent !== undefined && !isRight(template.value, hasKeys, areLabels));
    // Objects are many: places are made only for those that have something to find.
    const owners = [...objects.filter(({ object }) => !isRight(object, hasKeys, areLabels)).map(rootOf), ...templates].map((owner) =>
      at(owner, 'metadata'),
    );
    const selectors = [
      ...labelSelectors(world).map((selector) => [selector, 'matchLabels'] as const),
      ...podTemplates(world).map(({ spec }) => [spec, 'nodeSelector'] as const),
      ...kubeServices(world).map(({ spec }) => [spec, 'selector'] as const),
    ];
    const selected = selectors.flatMap(([spot, key]) => (areLabels(asRecord(spot.value)[key]) ? [] : [at(spot, key)]));
    for (const annotations of owners.map((metadata) => at(metadata, 'annotations')))
      if (!hasKeys(annotations.value)) yield* annotationFindings(annotations);
    for (const labels of [...owners.map((metadata) => at(metadata, 'labels')), ...selected])
      if (!areLabels(labels.value)) yield* labelFindings(labels);
  },
};

type Test = (value: unknown) => boolean;

function isRight(object: unknown, hasKeys: Test, areLabels: Test): boolean {
  const { annotations, labels } = asRecord(asRecord(object).metadata);
  return hasKeys(annotations) && areLabels(labels);
}

/** Whether all keys of a map pass. Nearly all do, and most packages have the same keys over and over: `passed` are those that did before. */
function every(value: unknown, passed: Set<string>, test: (key: string) => boolean): boolean {
  for (const key in asRecord(value)) {
    if (passed.has(key)) continue;
    if (!test(key)) return false;
    passed.add(key);
  }
  return true;
}

function everyValue(value: unknown, passed: Set<string>): boolean {
  const map = asRecord(value);
  for (const key in map) {
    const entry = map[key];
    if (typeof entry !== 'string' || passed.has(entry)) continue;
    if (!isKubeLabelValue(entry)) return false;
    passed.add(entry);
  }
  return true;
}

function* annotationFindings(annotations: Spot): Generator<Finding> {
  for (const annotation of keysOf(annotations))
    if (!isQualifiedName(annotation.key.toLowerCase()))
      yield wrong(annotation, `must have a key of the form "name" or "prefix/name", not ${JSON.stringify(annotation.key)}`);
}

function* labelFindings(labels: Spot): Generator<Finding> {
  for (const label of keysOf(labels)) {
    if (!isQualifiedName(label.key))
      yield wrong(label, `must have a key of the form "name" or "prefix/name", not ${JSON.stringify(label.key)}`);
    if (!isKubeLabelValue(text(label)))
      yield wrong(label, `must be at most 63 letters, digits, "-", "_" and ".", not ${JSON.stringify(text(label))}`);
  }
}
