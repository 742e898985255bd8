import type { Rule } from '../../rule.ts';
import { deep, rootOf, text, wrong } from '../../spot.ts';
import { gatewayApi } from '../../spots/cross-references.ts';
import { istioClasses } from '../../spots/gateway-classes.ts';
import { isTypo } from '../../syntax/typo.ts';

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
    const known = new Set([...world.ofKind(gatewayApi, 'GatewayClass').map(({ id }) => id.name), ...istioClasses.keys()]);
    for (const name of world.ofKind(gatewayApi, 'Gateway').map((item) => deep(rootOf(item), 'spec', 'gatewayClassName'))) {
      if (text(name) === '' || known.has(text(name))) continue;
      const meant = [...known].find((one) => isTypo(text(name), one));
      const fix = meant === undefined ? {} : { fix: `did you mean "${meant}"?` };
      if (world.complete) yield wrong(name, `names class "${text(name)}", which does not exist`, fix);
      else if (meant !== undefined) yield wrong(name, `names class "${text(name)}", which is not in the files`, fix);
    }
  },
};
