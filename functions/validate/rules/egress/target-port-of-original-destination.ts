import { below } from '../../../mesh/field.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';

export const targetPortOfOriginalDestination: Rule = {
  code: 'GI2620',
  name: 'target-port-of-original-destination',
  severity: 'warning',
  summary: 'A port with another `targetPort` should come with a resolution other than NONE.',
  why: 'before 1.22, Istio ignores `targetPort` for this resolution: sidecars send on to the port that the client called',
  fix: 'set `resolution: DNS`',
  source: 'istio/istio, pilot/pkg/serviceregistry/serviceentry/conversion.go (PassthroughTargetPorts)',
  *check(world) {
    const [, minor] = /^1\.(\d+)/.exec(world.versions.istio ?? '') ?? [];
    if (minor === undefined || Number(minor) >= 22) return;
    const told = new Set<unknown>();
    for (const service of world.mesh.registry.services)
      for (const port of service.registry === 'external' && service.resolution === 'NONE' ? service.ports : [])
        if (port.targetPort !== port.port && !told.has(port.field.item)) {
          told.add(port.field.item);
          yield wrongAt(
            below(port.field, 'targetPort'),
            `is ${port.targetPort} while the resolution is NONE, and Istio ${world.versions.istio} ignores it`,
          );
        }
  },
};
