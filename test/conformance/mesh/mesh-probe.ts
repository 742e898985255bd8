import type { Probe, Written } from './case.ts';
import { anyRequest } from './gateway-probe.ts';
import type { Random } from './random.ts';

/** What the probes of a mesh may refer to. */
export interface ProbedMesh {
  readonly tag: string;
  readonly spaces: readonly string[];
  readonly objects: readonly Written[];
  readonly hosts: readonly string[];
}

interface Target {
  readonly host: string;
  readonly port: number;
  readonly protocol: string;
  readonly address?: string;
}

/** A call of a client: mostly to something that is there, in the protocol of its port. */
export function meshProbe(dice: Random, probed: ProbedMesh): Probe {
  const { tag, spaces, objects } = probed;
  const namespace = dice.pick(spaces);
  const targets = objects.flatMap((object) => targetsOf(dice, object, namespace));
  const target = targets.length > 0 && dice.chance(0.85) ? dice.pick(targets) : unknownTarget(dice, tag);
  const wantsTls = /^(https|tls)/i.test(target.protocol);
  const tls = wantsTls !== dice.chance(0.1) ? 'tls' : 'none';
  const opaque = /^(tcp|mongo|mysql|redis)/i.test(target.protocol);
  const host = target.host.replace('*', 'q');
  return {
    at: { deployment: `${namespace}/client`, follow: dice.chance(0.7) },
    request: {
      protocol: opaque !== dice.chance(0.1) ? 'tcp' : dice.pick(['http', 'http', 'http2'] as const),
      tls,
      host,
      port: target.port,
      serverName: tls === 'none' ? undefined : dice.chance(0.95) ? host : undefined,
      ...(target.address ? { address: target.address } : {}),
      ...anyRequest(dice),
    },
  };
}

function unknownTarget(dice: Random, tag: string): Target {
  return {
    host: dice.pick([`ext.${tag}.com`, 'unknown.example.org', `api.${tag}.com`, `db.${tag}.com`]),
    port: dice.pick([80, 443, 9000, 8080, 7777]),
    protocol: dice.pick(['http', 'tls', 'tcp']),
    address: dice.pick(['1.3.3.7', '1.3.3.7', '1.3.3.7', '10.10.0.5', '10.10.3.3', '192.0.2.7']),
  };
}

function targetsOf(dice: Random, object: Written, caller: string): readonly Target[] {
  const spec = object.spec ?? {};
  const { name, namespace = '' } = object.metadata;
  if (object.kind === 'Service') {
    const own = namespace === caller ? [name] : [];
    return ((spec.ports ?? []) as { port: number; name: string }[]).map((port) => ({
      host: dice.pick([...own, `${name}.${namespace}`, `${name}.${namespace}.svc.cluster.local`, `${name}.${namespace}.svc`]),
      port: port.port,
      protocol: port.name,
    }));
  }
  if (object.kind !== 'ServiceEntry') return [];
  const addresses = (spec.addresses ?? []) as string[];
  const address =
    addresses.length > 0 ? { address: dice.pick(['10.10.0.5', '10.10.0.6', '10.10.4.4', '1.3.3.7']) } : { address: '1.3.3.7' };
  return ((spec.hosts ?? []) as string[]).flatMap((host) =>
    ((spec.ports ?? []) as { number: number; protocol?: string }[]).map((port) => ({
      host,
      port: port.number,
      protocol: port.protocol ?? 'http',
      ...address,
    })),
  );
}
