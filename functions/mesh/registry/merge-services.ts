import { sameLabels } from '../inventory/labels.ts';
import type { Service, ServicePort } from './service.ts';

/** One service of several with the same host, in the order in which a proxy comes to know them (`SidecarScope.appendSidecarServices`). */
export function mergeServices(services: readonly Service[]): Service | undefined {
  return services.reduce<Service | undefined>((known, next) => (known ? mergeInto(known, next) : next), undefined);
}

function mergeInto(known: Service, next: Service): Service {
  if (known.registry !== next.registry) return next.registry === 'kubernetes' ? next : known;
  if (samePorts(known.ports, next.ports) || !mayMerge(known, next)) return known;
  const taken = new Set(known.ports.map((port) => port.port));
  return { ...known, ports: [...known.ports, ...next.ports.filter((port) => !taken.has(port.port))] };
}

function samePorts(a: readonly ServicePort[], b: readonly ServicePort[]): boolean {
  return (
    a.length === b.length &&
    a.every((port, index) => {
      const other = b[index];
      return other !== undefined && port.name === other.name && port.port === other.port && port.protocol === other.protocol;
    })
  );
}

function mayMerge(a: Service, b: Service): boolean {
  return (
    a.namespace === b.namespace &&
    a.resolution === b.resolution &&
    sameLabels(a.labels, b.labels) &&
    sameLabels(a.selector ?? {}, b.selector ?? {}) &&
    a.exportTo.key === b.exportTo.key
  );
}
