import { isKubeSubdomain, isPathSegment } from '../../../krm/kube-name.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, isSet, length, list, rootOf, type Spot, text, wrong } from '../../spot.ts';

export const role: Rule = {
  code: 'GI1913',
  name: 'role',
  severity: 'error',
  summary: 'A role must say what may be done with which resources, and a binding whom it is for.',
  why: 'the API server refuses the object',
  fix: 'write `apiGroups`, `resources` and `verbs`; the group of Secrets is `""`',
  source: 'kubernetes/kubernetes, pkg/apis/rbac/validation/validation.go',
  *check(world) {
    const group = 'rbac.authorization.k8s.io';
    for (const kind of ['Role', 'ClusterRole'])
      for (const rule of world
        .ofKind(group, kind)
        .flatMap((item) => list(rootOf(item), 'rules'))
        .filter(isSet))
        yield* ruleFindings(rule, kind);
    for (const binding of ['RoleBinding', 'ClusterRoleBinding'].flatMap((kind) => world.ofKind(group, kind)).map(rootOf))
      yield* bindingFindings(binding);
  },
};

function* ruleFindings(rule: Spot, kind: string): Iterable<Finding> {
  const [verbs, urls] = [at(rule, 'verbs'), at(rule, 'nonResourceURLs')];
  if (isSet(verbs) && length(verbs) === 0) yield wrong(verbs, 'must have at least one verb');
  if (length(urls) > 0 && kind === 'Role') yield wrong(urls, 'must not be set in a Role: paths are no part of a namespace');
  const resources = ['apiGroups', 'resources', 'resourceNames'].map((name) => at(rule, name)).find((field) => length(field) > 0);
  if (length(urls) > 0 && resources !== undefined) yield wrong(resources, 'must not be set beside `nonResourceURLs`');
  if (length(urls) > 0) return;
  for (const name of ['apiGroups', 'resources'])
    if (length(at(rule, name)) === 0) yield wrong(at(rule, name), 'must have at least one entry');
}

function* bindingFindings(binding: Spot): Iterable<Finding> {
  const reference = at(binding, 'roleRef');
  const [group, kind] = [at(reference, 'apiGroup'), at(reference, 'kind')];
  const kinds = binding.item.id.kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  if (text(group) !== '' && text(group) !== 'rbac.authorization.k8s.io')
    yield wrong(group, `must be "rbac.authorization.k8s.io", not ${JSON.stringify(text(group))}`);
  if (isSet(kind) && !kinds.includes(text(kind))) yield wrong(kind, `must be ${kinds.join(' or ')}, not ${JSON.stringify(text(kind))}`);
  const name = at(reference, 'name');
  if (isSet(name) && !isPathSegment(text(name))) yield wrong(name, 'must be a text without "/" and "%", and not "." or ".."');
  for (const subject of list(binding, 'subjects').filter(isSet)) {
    const [type, api, namespace] = [at(subject, 'kind'), at(subject, 'apiGroup'), at(subject, 'namespace')];
    const subjectName = at(subject, 'name');
    if (subjectName.value === '' || (text(type) === 'ServiceAccount' && isSet(subjectName) && !isKubeSubdomain(text(subjectName))))
      yield wrong(subjectName, `must be a name, not ${JSON.stringify(text(subjectName))}`);
    if (isSet(type) && !['ServiceAccount', 'User', 'Group'].includes(text(type)))
      yield wrong(type, `must be ServiceAccount, User or Group, not ${JSON.stringify(text(type))}`);
    const wanted = text(type) === 'ServiceAccount' ? '' : 'rbac.authorization.k8s.io';
    if (text(api) !== '' && text(api) !== wanted)
      yield wrong(api, `must be "${wanted}" for a ${text(type)}, not ${JSON.stringify(text(api))}`);
    if (text(type) === 'ServiceAccount' && text(namespace) === '' && binding.item.id.kind === 'ClusterRoleBinding')
      yield wrong(namespace, 'must be set for a ServiceAccount', { fix: 'write the namespace of the ServiceAccount' });
  }
}
