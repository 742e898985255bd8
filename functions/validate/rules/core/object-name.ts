import { isKubeLabel, isKubeSubdomain } from '../../../krm/kube-name.ts';
import { knownKinds } from '../../fields/kinds.ts';
import type { Rule } from '../../rule.ts';
import { deep, rootOf, text, wrong } from '../../spot.ts';

export const objectName: Rule = {
  code: 'GI1901',
  name: 'object-name',
  severity: 'error',
  summary: 'The name of an object must be one that its kind allows, mostly a lower-case DNS name.',
  why: 'the API server refuses the object',
  fix: 'write the name in lower case, with dashes',
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  *check(world) {
    for (const { group, kind } of knownKinds()) {
      const form = forms[kind] ?? (group === 'rbac.authorization.k8s.io' ? pathSegment : subdomain);
      for (const item of world.ofKind(group, kind)) {
        const { id } = item;
        if (form.test(id.name) && (id.namespace === undefined || isKubeLabel(id.namespace))) continue;
        const [name, namespace] = [deep(rootOf(item), 'metadata', 'name'), deep(rootOf(item), 'metadata', 'namespace')];
        if (text(name) !== '' && !form.test(text(name))) yield wrong(name, `must be ${form.what}, not ${JSON.stringify(text(name))}`);
        if (text(namespace) !== '' && !isKubeLabel(text(namespace)))
          yield wrong(namespace, `must be a lower-case DNS label, not ${JSON.stringify(text(namespace))}`);
      }
    }
  },
};

interface Form {
  readonly what: string;
  test(name: string): boolean;
}

const subdomain: Form = { what: 'a lower-case DNS name', test: isKubeSubdomain };
const label: Form = { what: 'a lower-case DNS label', test: isKubeLabel };
const pathSegment: Form = { what: 'a text without "/" and "%"', test: (name) => !/[/%]/.test(name) && name !== '.' && name !== '..' };
const forms: Readonly<Record<string, Form>> = {
  Namespace: label,
  Service: label,
  CronJob: { what: 'a lower-case DNS name of at most 52 characters', test: (name) => name.length <= 52 && isKubeSubdomain(name) },
};
