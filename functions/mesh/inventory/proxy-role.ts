import { no, outside, type Truth, yes } from '../truth.ts';
import type { Namespaces } from './namespaces.ts';
import type { ProxyRole, Workload } from './workloads.ts';

const never = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

/** Which proxy the injection webhook gives to the pods of a workload (`pkg/kube/inject`). */
export function proxyRole(workload: Omit<Workload, 'proxy'>, spaces: Namespaces): ProxyRole {
  const own = workload.containers.find((container) => container.name === 'istio-proxy');
  if (own?.arguments.includes('router')) return { kind: 'gateway', truth: yes, because: 'its container `istio-proxy` runs as router' };
  if (own && own.image !== 'auto' && workload.containers.length === 1)
    return { kind: 'gateway', truth: yes, because: 'its only container is `istio-proxy`' };
  const injected = injection(workload, spaces);
  if (injected.truth.verdict === 'no') {
    if (own && own.image !== 'auto') return { kind: 'sidecar', truth: yes, because: 'it has its own container `istio-proxy`' };
    return { kind: 'none', truth: yes, because: injected.because };
  }
  const templates = (workload.annotations['inject.istio.io/templates'] ?? 'sidecar').split(',').map((name) => name.trim());
  const kind = templates.includes('gateway') ? 'gateway' : 'sidecar';
  return { kind, truth: injected.truth, because: injected.because };
}

function injection(workload: Omit<Workload, 'proxy'>, spaces: Namespaces): { truth: Truth; because: string } {
  const namespace = spaces.find(workload.namespace);
  const label = workload.labels['sidecar.istio.io/inject'];
  if (workload.hostNetwork) return { truth: no, because: 'pods with `hostNetwork` are never injected' };
  if (never.has(workload.namespace)) return { truth: no, because: `namespace "${workload.namespace}" is never injected` };
  if (label === 'false') return { truth: no, because: 'label `sidecar.istio.io/inject` is "false"' };
  if (namespace?.labels['istio-injection'] === 'disabled')
    return { truth: no, because: `injection is disabled in namespace "${workload.namespace}"` };
  if (label === 'true') return { truth: yes, because: 'label `sidecar.istio.io/inject` is "true"' };
  if (label === undefined && workload.annotations['sidecar.istio.io/inject'] === 'false') {
    return { truth: no, because: 'annotation `sidecar.istio.io/inject` is "false"' };
  }
  if (workload.labels['istio.io/rev']) return { truth: yes, because: `label \`istio.io/rev\` is "${workload.labels['istio.io/rev']}"` };
  if (!namespace)
    return {
      truth: outside(`labels of namespace "${workload.namespace}"`),
      because: `namespace "${workload.namespace}" is not in the files`,
    };
  if (namespace.labels['istio-injection'] === 'enabled' || namespace.labels['istio.io/rev']) {
    return { truth: yes, because: `namespace "${workload.namespace}" is labelled for injection` };
  }
  return { truth: no, because: `neither the pods nor namespace "${workload.namespace}" are labelled for injection` };
}
