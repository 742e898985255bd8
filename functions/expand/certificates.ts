import { formatPath } from '../diagnostics/path.ts';
import type { Gateway, Model, ServerTLS } from '../intent/model.ts';
import { placeOf } from '../intent/resolve/server-entries.ts';
import { findingAt } from '../krm/finding-at.ts';
import { groupBy } from '../krm/group-by.ts';
import type { Origin } from '../krm/item.ts';
import type { Made } from './made.ts';
import type { Stage } from './stage.ts';

interface Wish {
  readonly secretName: string;
  readonly issuer: NonNullable<ServerTLS['issuerRef']>;
  readonly namespace: string;
  readonly hosts: readonly string[];
  readonly origin: Origin;
}

/** cert-manager's Certificates for the Secrets that it shall fill, one for each Secret: https://cert-manager.io/docs/usage/certificate/ */
export function certificates({ gateways }: Model, stage: Stage): Made[] {
  const wishes = gateways.filter(({ management }) => management !== 'External').flatMap(wishesOf);
  return [...groupBy(wishes, ({ namespace, secretName }) => `${namespace}/${secretName}`).values()].map((same) => certificate(same, stage));
}

/** Istio reads Secrets beside the gateway's pods, the Gateway API beside its Gateway. */
const secretNamespace = ({ provider, namespace, workload }: Gateway): string =>
  provider === 'istio' || provider === 'mesh-gateway' ? workload.namespace : namespace;

function wishesOf(gateway: Gateway): Wish[] {
  return gateway.servers.flatMap(({ tls, hosts, origins }) => {
    if (tls?.issuerRef === undefined || tls.secretName === undefined) return [];
    const named = hosts.map(({ host }) => host).filter((host) => host !== '*');
    const origin = origins[0] ?? gateway.origin;
    return [{ secretName: tls.secretName, issuer: tls.issuerRef, namespace: secretNamespace(gateway), hosts: named, origin }];
  });
}

function certificate(wishes: readonly Wish[], stage: Stage): Made {
  const [first, ...others] = wishes as readonly [Wish, ...Wish[]];
  const { secretName, issuer, namespace, origin } = first;
  for (const other of others) if (JSON.stringify(other.issuer) !== JSON.stringify(issuer)) stage.report(contradiction(first, other));
  const dnsNames = [...new Set(wishes.flatMap(({ hosts }) => hosts))];
  if (dnsNames.length === 0) stage.report(nameless(first));
  return {
    object: {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: secretName, namespace },
      spec: {
        secretName,
        issuerRef: { name: issuer.name, kind: issuer.kind ?? 'Issuer', group: issuer.group ?? 'cert-manager.io' },
        dnsNames,
      },
    },
    origin,
    owners: [...new Set(wishes.map((wish) => wish.origin.item))],
  };
}

const pathOf = ({ origin }: Wish) => origin.path;

function contradiction(first: Wish, other: Wish) {
  return findingAt('GI0307', other.origin.item, pathOf(other), {
    message: `\`${formatPath(pathOf(other))}\` has another \`tls.issuerRef\` for Secret "${other.secretName}" than ${placeOf(first.origin)} (\`${formatPath(pathOf(first))}\`)`,
    fix: 'name one issuer, or use another Secret',
  });
}

function nameless(wish: Wish) {
  return findingAt('GI0307', wish.origin.item, pathOf(wish), {
    message: `\`${formatPath(pathOf(wish))}\` has a \`tls.issuerRef\` and no host to ask a certificate for: Secret "${wish.secretName}" is for every host`,
    fix: 'name the hosts, or let somebody else fill the Secret',
  });
}
