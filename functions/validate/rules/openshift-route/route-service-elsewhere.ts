import { groupBy } from '../../../krm/group-by.ts';
import { closedWorld } from '../../closed-world.ts';
import type { Rule } from '../../rule.ts';
import { at, text, wrong } from '../../spot.ts';
import { nearNamesake } from '../../spots/near-names.ts';
import { routedServices } from '../../spots/routed-ports.ts';

export const routeServiceElsewhere: Rule = {
  code: 'GI2805',
  name: 'route-service-elsewhere',
  severity: 'error',
  summary: 'The Service of a Route must exist in the namespace of the Route.',
  why: 'a Route cannot name a namespace: the router answers 503',
  fix: 'put the Route beside the Service',
  source: 'openshift/api, route/v1/types.go (RouteTargetReference)',
  *check(world) {
    const byName = groupBy(world.mesh.kubeServices, ({ name }) => name);
    for (const { to, namespace, service, root } of routedServices(world)) {
      if (service !== undefined) continue;
      const name = text(at(to, 'name'));
      const [elsewhere] = (byName.get(name) ?? []).filter(
        (other) => root.item.id.namespace !== undefined && other.item.id.namespace !== undefined,
      );
      const isClosed = closedWorld(world).hasAllServices(root.item);
      const isNear = nearNamesake(world, 'Service', { name, namespace }, world.mesh.kubeServices) !== undefined;
      if (!isClosed && !elsewhere && !isNear) continue;
      yield wrong(
        at(to, 'name'),
        `is "${name}", which is no Service of namespace "${namespace}"${world.complete ? '' : ' in the files'}${elsewhere ? `; there is one in "${elsewhere.namespace}"` : ''}`,
        world.complete || (elsewhere && isClosed) ? {} : { severity: 'warning', fix: 'correct the name' },
      );
    }
  },
};
