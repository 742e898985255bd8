import type { Rule } from '../../rule.ts';

const revision = 'istio.io/rev';

export const revisionOfNamespace: Rule = {
  code: 'GI2717',
  name: 'revision-of-namespace',
  severity: 'warning',
  summary: 'Pods should not ask for another revision than their namespace.',
  why: 'the label of the namespace wins: pods get proxies of that revision',
  fix: 'delete the label of the pods, or that of the namespace',
  source: 'istio/istio, manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml',
  *check(world) {
    for (const { item, template, labels, namespace } of world.mesh.workloads) {
      const asked = labels[revision];
      const around = world.mesh.namespaces.find(namespace)?.labels;
      if (item === undefined || template === undefined || asked === undefined || around === undefined) continue;
      const path = [...template, 'metadata', 'labels', revision];
      const injects = around['istio-injection'] === 'enabled';
      if (injects && asked !== 'default')
        yield {
          item,
          path,
          message: `its pods ask for revision "${asked}", and namespace "${namespace}" has \`istio-injection: enabled\`, which means the default one`,
        };
      else if (!injects && around[revision] !== undefined && around[revision] !== asked)
        yield { item, path, message: `its pods ask for revision "${asked}", and namespace "${namespace}" has "${around[revision]}"` };
    }
  },
};
