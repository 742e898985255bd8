import type { Workload } from '../../../mesh/inventory/workloads.ts';
import type { Rule, World } from '../../rule.ts';

export const imageAutoWithoutInjection: Rule = {
  code: 'GI2701',
  name: 'image-auto-without-injection',
  severity: 'error',
  summary: 'Pods with the image `auto` must be injected.',
  why: 'the node looks for an image of that name, and the pod never starts',
  fix: 'add the label `sidecar.istio.io/inject: "true"` to the pod template, or `istio.io/rev: REVISION`',
  source: 'https://istio.io/latest/docs/setup/additional-setup/gateway/',
  upstream: ['IST0146', 'IST0147'],
  *check(world) {
    for (const workload of world.mesh.workloads) {
      const container = workload.containers.find(({ image }) => image === 'auto');
      const because = container && workload.item ? reason(world, workload) : undefined;
      if (container === undefined || workload.item === undefined || because === undefined) continue;
      const upstream = [workload.kind === 'Pod' ? 'IST0147' : 'IST0146'];
      yield {
        item: workload.item,
        path: [...container.path, 'image'],
        message: `container "${container.name}" has the image "auto", and ${because}`,
        upstream,
      };
    }
  },
};

/** Why the pods are not injected; `undefined` where they are, or may be. */
function reason(world: World, { proxy, containers, namespace }: Workload): string | undefined {
  const { truth, because, kind } = proxy;
  if (truth.verdict === 'depends')
    return world.complete ? `namespace "${namespace}" is not labelled for injection, and neither are the pods` : undefined;
  if (kind === 'none') return because;
  // Its own arguments make it a gateway, whoever puts the image in.
  return containers.some(({ name, image }) => name !== 'istio-proxy' && image === 'auto')
    ? 'the injector fills in the container `istio-proxy` only'
    : undefined;
}
