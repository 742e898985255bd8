import type { Rule } from '../../rule.ts';

export const gatewayTemplate: Rule = {
  code: 'GI2702',
  name: 'gateway-template',
  severity: 'error',
  summary: 'Pods that are nothing but a proxy must be injected with the template for gateways.',
  why: 'they get the sidecar template, which captures the traffic of the pod and does not read Gateways',
  fix: 'add the annotation `inject.istio.io/templates: gateway` to the pod template',
  source: 'https://istio.io/latest/docs/setup/additional-setup/gateway/#deploying-a-gateway',
  *check(world) {
    for (const { item, template, containers, proxy, annotations } of world.mesh.workloads) {
      const [first, ...more] = containers;
      if (item === undefined || template === undefined || first?.name !== 'istio-proxy' || first.image !== 'auto' || more.length > 0)
        continue;
      if (proxy.kind !== 'sidecar' || proxy.truth.verdict === 'no') continue;
      const written = annotations['inject.istio.io/templates'];
      const says = written === undefined ? 'without the annotation `inject.istio.io/templates: gateway`' : `with the template "${written}"`;
      yield { item, path: [...template, 'metadata', 'annotations'], message: `its pods are a proxy alone, ${says}` };
    }
  },
};
