import { formatPath, type Path } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { EgressEntry } from '../generated/gateway-intent.ts';
import type { EgressProtocol, EgressSource, EgressUse, Gateway, Intent } from '../model.ts';
import type { Services } from './backends.ts';
import { egressProblems } from './egress-problems.ts';
import { findGateway, type GatewayContext } from './find-gateway.ts';

/** Schemes of URLs: the protocol that workloads speak, and its usual port. */
const schemes: Readonly<Record<string, { readonly protocol: EgressProtocol; readonly port: number | undefined }>> = {
  http: { protocol: 'HTTP', port: 80 },
  https: { protocol: 'TLS', port: 443 },
  grpc: { protocol: 'GRPC', port: 80 },
  tls: { protocol: 'TLS', port: 443 },
  tcp: { protocol: 'TCP', port: undefined },
  mongo: { protocol: 'MONGO', port: 27017 },
  mysql: { protocol: 'MYSQL', port: 3306 },
  redis: { protocol: 'REDIS', port: 6379 },
};

interface Target {
  readonly host: string;
  readonly port: number | undefined;
  readonly protocol: EgressProtocol;
  readonly path: Path;
}

type Context = GatewayContext & { readonly services: Services };

/** Everything that an intent's `egress` asks for, one for each host and port. */
export function egressUses(intent: Intent, context: Context): EgressUse[] {
  return (intent.spec.egress ?? []).flatMap((entry, index) => entryUses(intent, entry, ['spec', 'egress', index], context));
}

function entryUses(intent: Intent, entry: EgressEntry, path: Path, context: Context): EgressUse[] {
  const targets = targetsOf(entry, path);
  const gateway = entry.via === 'Sidecar' ? undefined : egressGateway(intent, entry, path, targets, context);
  if (entry.via !== 'Sidecar' && gateway === undefined) return [];
  return targets.flatMap((target): EgressUse[] => {
    if (target.port === undefined) {
      context.report(
        findingAt('GI0205', intent.item, target.path, {
          message: `\`${formatPath(target.path)}\` must name a port: ${target.protocol} has no usual one`,
          fix: `write it as \`${target.protocol.toLowerCase()}://${target.host}:5432\`, with the port of the host`,
        }),
      );
      return [];
    }
    const use = {
      intent,
      origin: { item: intent.item, path },
      entry,
      host: target.host,
      port: target.port,
      protocol: target.protocol,
      gateway: gateway?.key,
      from: sourcesOf(entry, intent),
    };
    const problems = [...egressProblems(use, gateway, context)];
    for (const problem of problems) context.report(problem);
    return problems.some(({ severity }) => severity === 'error') ? [] : [use];
  });
}

function targetsOf(entry: EgressEntry, path: Path): Target[] {
  if (entry.url !== undefined) {
    const [, scheme = '', host = '', port] = /^([a-z]+):\/\/([^:/]+)(?::(\d+))?\/?$/.exec(entry.url) ?? [];
    const usual = schemes[scheme] as (typeof schemes)[string];
    return [
      { host: host.toLowerCase(), port: port === undefined ? usual.port : Number(port), protocol: usual.protocol, path: [...path, 'url'] },
    ];
  }
  return (entry.hosts ?? []).flatMap((host, index) =>
    (entry.ports ?? []).map(({ port, protocol }) => ({
      host,
      port,
      protocol: protocol === 'HTTPS' ? 'TLS' : protocol,
      path: [...path, 'hosts', index],
    })),
  );
}

function egressGateway(
  intent: Intent,
  entry: EgressEntry,
  path: Path,
  targets: readonly Target[],
  context: GatewayContext,
): Gateway | undefined {
  const at = entry.gateway === undefined ? path : [...path, 'gateway'];
  return findGateway({ intent, path: at, name: entry.gateway, type: 'Egress', hosts: targets.map(({ host }) => host) }, context);
}

const sourcesOf = ({ from }: EgressEntry, intent: Intent): EgressSource[] =>
  (from ?? [{ namespace: intent.namespace }]).map(({ namespace, serviceAccounts }) => ({ namespace, serviceAccounts }));
