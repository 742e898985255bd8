import type { Item } from '../../../krm/item.ts';
import type { Workload } from '../../../mesh/inventory/workloads.ts';
import { asList, asRecord, asText, asTexts } from '../../../mesh/loose.ts';
import type { Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { proxiesOf } from '../../spots/gateway-proxies.ts';
import { serverCredentials } from '../../spots/server-credentials.ts';

const group = 'rbac.authorization.k8s.io';

export const secretPermission: Rule = {
  code: 'GI2308',
  name: 'secret-permission',
  severity: 'warning',
  summary: 'The service account of a gateway should be allowed to list the Secrets of its namespace.',
  why: 'istiod asks the API server whether it may, and sends no certificate otherwise: every handshake fails',
  fix: 'add a Role with `get`, `watch` and `list` for `secrets`, and a RoleBinding to the service account',
  source: 'istio/istio, pilot/pkg/credentials/kube/secrets.go (Authorize)',
  *check(world) {
    const needing = new Set(
      serverCredentials(world).flatMap(({ server }) => proxiesOf(world, server.gateway).map(({ workload }) => workload)),
    );
    for (const workload of needing) {
      if (workload.known !== 'files' || workload.item === undefined || workload.template === undefined || mayList(workload, world))
        continue;
      const account = { item: workload.item, path: [...workload.template, 'spec', 'serviceAccountName'] };
      const text = `"${workload.serviceAccount}" is not allowed to list Secrets in namespace "${workload.namespace}", where its certificates are`;
      yield wrongAt(account, text, world.complete ? { severity: 'error' } : {});
    }
  },
};

function mayList({ namespace, serviceAccount }: Workload, world: World): boolean {
  const { objects } = world.mesh;
  const local = objects.ofKind(group, 'RoleBinding').filter((item) => objects.namespaceOf(item) === namespace);
  return [...local, ...objects.ofKind(group, 'ClusterRoleBinding')]
    .filter((binding) => binds(binding, namespace, serviceAccount, world))
    .some((binding) => grantsSecrets(binding, namespace, world));
}

function binds(binding: Item, namespace: string, account: string, { mesh }: World): boolean {
  return asList(binding.object.subjects)
    .map(asRecord)
    .some((subject) => {
      const name = asText(subject.name);
      if (asText(subject.kind) === 'Group') return name === 'system:serviceaccounts' || name === `system:serviceaccounts:${namespace}`;
      const owner = asText(subject.namespace) || mesh.objects.namespaceOf(binding);
      return asText(subject.kind) === 'ServiceAccount' && name === account && owner === namespace;
    });
}

/** A role that is not in the files is taken to allow it. */
function grantsSecrets(binding: Item, namespace: string, { mesh }: World): boolean {
  const { kind, name } = asRecord(binding.object.roleRef);
  const role = mesh.objects.find(group, asText(kind), kind === 'Role' ? namespace : '', asText(name));
  if (role === undefined) return true;
  return asList(role.object.rules).some((rule) => {
    const { resources, verbs } = asRecord(rule);
    const allows = (list: unknown, wanted: string) => asTexts(list).some((entry) => entry === wanted || entry === '*');
    return allows(resources, 'secrets') && allows(verbs, 'list');
  });
}
