import type { Rule } from '../../rule.ts';
import { deep, rootOf, text, wrong } from '../../spot.ts';
import { gatewayApi } from '../../spots/cross-references.ts';
import { istioClasses } from '../../spots/gateway-classes.ts';

export const gatewayClassUnknown: Rule = {
  code: 'GI2915',
  name: 'gateway-class-unknown',
  severity: 'warning',
  summary: 'The class of a Gateway should exist.',
  why: 'no controller looks at the Gateway',
  fix: 'correct `gatewayClassName`, or add the GatewayClass',
  source: 'https://gateway-api.sigs.k8s.io/api-types/gatewayclass/',
  upstream: ['KIA1504'],
  *check(world) {
    if (!world.complete) return;
    const known = new Set(world.ofKind(gatewayApi, 'GatewayClass').map(({ id }) => id.name));
    for (const name of world.ofKind(gatewayApi, 'Gateway').map((item) => deep(rootOf(item), 'spec', 'gatewayClassName')))
      if (text(name) !== '' && !known.has(text(name)) && !istioClasses.has(text(name)))
        yield wrong(name, `names class "${text(name)}", which does not exist`);
  },
};
