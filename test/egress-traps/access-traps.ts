import type { KubeObject } from '../../functions/krm/kube-object.ts';
import type { Made } from './package.ts';

type Trap = (made: Made) => readonly string[];

interface AccessRule {
  readonly from?: readonly unknown[];
  readonly to: readonly { readonly operation: { readonly hosts?: readonly string[]; readonly ports: readonly string[] } }[];
  readonly when?: readonly { readonly key: string; readonly values: readonly string[] }[];
}

const ofKind = ({ objects }: Made, kind: string): readonly KubeObject[] => objects.filter((object) => object.kind === kind);
const rulesOf = ({ spec }: KubeObject): readonly AccessRule[] => (spec as { rules: readonly AccessRule[] }).rules;

/** Who may do what, and what is locked. */
export const accessTraps: Readonly<Record<string, Trap>> = {
  'a host of the gateway that its ALLOW policy forgets': (made) =>
    [...made.servers].flatMap(([key, servers]) => {
      const [namespace, name] = key.split('/');
      const policy = ofKind(made, 'AuthorizationPolicy').find(
        ({ metadata }) => metadata.namespace === namespace && metadata.name === `${name}-allow`,
      );
      if (policy === undefined) return [];
      const known = rulesOf(policy).flatMap(({ to, when = [] }) => [
        ...to.flatMap(({ operation }) => operation.hosts ?? []),
        ...when.flatMap(({ values }) => values),
      ]);
      const any = rulesOf(policy).some(({ to, when }) => when === undefined && to.every(({ operation }) => operation.hosts === undefined));
      return servers.flatMap(({ hosts }) => hosts.filter((host) => host !== '*' && !known.includes(host) && !any));
    }),
  'everybody may, although somebody is named: identities without mesh mTLS': (made) =>
    ofKind(made, 'AuthorizationPolicy').flatMap((policy) =>
      rulesOf(policy)
        .filter(({ from }) => from !== undefined && from.length === 0)
        .map(() => policy.metadata.name),
    ),
  'a lockdown that hides hosts, or holds for gateways': (made) =>
    ofKind(made, 'Sidecar')
      .filter(({ spec }) => {
        const { egress, workloadSelector } = spec as { egress: { hosts: string[]; port?: unknown }[]; workloadSelector?: unknown };
        return workloadSelector !== undefined || egress.some(({ hosts, port }) => port !== undefined || hosts.join() !== '*/*');
      })
      .map(({ metadata }) => `${metadata.namespace}`),
};
