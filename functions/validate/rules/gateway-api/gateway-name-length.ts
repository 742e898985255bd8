import type { Rule } from '../../rule.ts';
import { at, deep, list, rootOf, text } from '../../spot.ts';
import { gatewayApi } from '../../spots/cross-references.ts';
import { classOf } from '../../spots/gateway-classes.ts';

export const gatewayNameLength: Rule = {
  code: 'GI2910',
  name: 'gateway-name-length',
  severity: 'error',
  summary: 'The name of a Gateway and of its class must be short enough for the Service that Istio makes of it.',
  why: 'the name of the Service is both with a dash between them, and has 63 characters at most: Istio makes nothing',
  fix: 'shorten the name, or set the annotation `gateway.istio.io/name-override`',
  source: 'istio/istio, pilot/pkg/config/kube/gatewaycommon (GetDefaultName)',
  *check(world) {
    for (const root of world.ofKind(gatewayApi, 'Gateway').map(rootOf)) {
      const className = text(deep(root, 'spec', 'gatewayClassName'));
      const override = text(deep(root, 'metadata', 'annotations', 'gateway.istio.io/name-override'));
      const isManual = list(at(root, 'spec'), 'addresses').some((address) => text(at(address, 'type')) === 'Hostname');
      if (classOf(world, className) !== 'istio' || isManual) continue;
      const made = override || (className === 'istio-waypoint' ? root.item.id.name : `${root.item.id.name}-${className}`);
      if (made.length > 63)
        yield { item: root.item, path: ['metadata', 'name'], message: `"${made}", the name of its Service, has ${made.length} characters` };
    }
  },
};
