import type { Rule } from '../../rule.ts';
import { deep, entries, rootOf, text, wrong } from '../../spot.ts';

const kinds = ['DestinationRule', 'ServiceEntry', 'VirtualService'];

export const exportToUnknownNamespace: Rule = {
  code: 'GI3029',
  name: 'export-to-unknown-namespace',
  severity: 'warning',
  summary: 'A namespace to which an object is exported should exist.',
  why: 'the namespace that is meant does not see the object',
  fix: 'correct the name of the namespace',
  source: 'https://kiali.io/docs/features/validations/',
  upstream: ['KIA0005'],
  *check(world) {
    if (!world.complete) return;
    const known = new Set([
      ...world.ofKind('', 'Namespace').map(({ id }) => id.name),
      ...world.items.map((item) => world.mesh.objects.namespaceOf(item)),
    ]);
    for (const item of kinds.flatMap((kind) => world.ofKind('networking.istio.io', kind)))
      for (const target of entries(deep(rootOf(item), 'spec', 'exportTo')))
        if (!['.', '*', '~'].includes(text(target)) && !known.has(text(target)))
          yield wrong(target, `names namespace "${text(target)}", which does not exist`);
  },
};
