import * as assert from 'uvu/assert';
import { stringify } from 'yaml';
import { valueAt } from '../../../functions/diagnostics/path.ts';
import type { Prerequisite } from '../../../functions/expand/stage.ts';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { objectOf, packageOf, shop } from '../../patch/from-text.ts';
import { suite } from '../../suite.ts';
import { istioInject } from '../judges/istio-inject.ts';
import { missingTool } from '../judges/tool.ts';

const intent = shop('').replace('replicas: {min: 2, max: 2}', 'kernel: Legacy, pod: {annotations: {a: b}}');

/** The gateway's Deployment, and the templates that the intent wants to be registered. */
function wanted(): { readonly manifests: string; readonly templates: Readonly<Record<string, string>> } {
  const { made, prerequisites } = packageOf(intent).expansion;
  const [need] = prerequisites as readonly [Prerequisite];
  const templates = valueAt(need.patch, ['sidecarInjectorWebhook', 'templates']) as Readonly<Record<string, string>>;
  return { manifests: stringify(objectOf(made, 'Deployment', 'public')), templates };
}

const ports = (service: KubeObject) =>
  (service.spec as { ports: readonly { targetPort: number }[] }).ports.map(({ targetPort }) => targetPort);

suite('legacy kernels and the real injection webhook', {
  async 'the pod has no sysctl and no capability, and no port below 1024'() {
    const missing = missingTool('istio-inject');
    if (missing !== undefined) {
      assert.not.ok(process.env.CI, missing);
      console.log(`not run: ${missing}`);
      return;
    }
    const { manifests, templates } = wanted();
    const { pods, refused } = await istioInject(manifests, templates);
    assert.equal(refused, []);
    const [pod] = pods;
    assert.is(valueAt(pod, ['spec', 'securityContext', 'sysctls']), undefined);
    const containers = valueAt(pod, ['spec', 'containers']) as readonly object[];
    for (const container of containers) {
      assert.is(valueAt(container, ['securityContext', 'capabilities', 'add']), undefined);
      assert.ok(((valueAt(container, ['ports']) ?? []) as { containerPort: number }[]).every(({ containerPort }) => containerPort >= 1024));
    }
    assert.ok(ports(objectOf(packageOf(intent).expansion.made, 'Service', 'public')).every((port) => port >= 1024));
  },
  async 'without the template the webhook refuses the pod, which is why it is a prerequisite'() {
    if (missingTool('istio-inject') !== undefined) return;
    const { refused } = await istioInject(wanted().manifests);
    assert.is(refused.length, 1);
    assert.match(refused[0] as string, 'gateway-legacy-kernel');
  },
});
