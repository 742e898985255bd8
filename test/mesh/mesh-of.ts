import { parseAllDocuments } from 'yaml';
import type { Item } from '../../functions/krm/item.ts';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { buildMesh } from '../../functions/mesh/build-mesh.ts';
import type { MeshOptions } from '../../functions/mesh/inventory/settings.ts';
import type { Mesh } from '../../functions/mesh/mesh.ts';
import { type RequestParts, requestOfUrl, type Source } from '../../functions/mesh/trace/request.ts';
import { trace } from '../../functions/mesh/trace/trace.ts';
import type { End, Trace } from '../../functions/mesh/trace/trace-result.ts';

/** Items of YAML text. */
export function itemsOf(yaml: string): readonly Item[] {
  return parseAllDocuments(yaml)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null)
    .map((object, index) => ({
      id: { apiVersion: object.apiVersion, kind: object.kind, namespace: object.metadata.namespace, name: object.metadata.name },
      text: undefined,
      object,
      source: { file: 'test.yaml', index },
    }));
}

export function meshOf(yaml: string, options: MeshOptions = {}): Mesh {
  return buildMesh(itemsOf(yaml), options);
}

/** The trace of `GET http://host/path` from outside. */
export function traceUrl(mesh: Mesh, url: string, parts: RequestParts = {}, source: Source = { kind: 'outside' }): Trace {
  return trace(mesh, source, requestOfUrl(url, parts));
}

/** The ends of a trace in a few words, with their shares: `100% web.shop:80`. */
export function endsOf(found: Trace): readonly string[] {
  return found.ends.map(({ share, end }) => `${Math.round(share * 100)}% ${textOf(end)}`);
}

function textOf(end: End): string {
  if (end.kind === 'answered') {
    const { host, port, subset } = end.by;
    const place = host.replace('.svc.cluster.local', '');
    return `${place}:${port}${subset === '' ? '' : ` ${subset}`}`;
  }
  if (end.kind === 'redirected') return `${end.status} ${end.location}`;
  if (end.kind === 'responded') return `${end.status} ${end.body}`.trim();
  if (end.kind === 'denied') return `denied ${end.status}`;
  if (end.kind === 'unknown') return 'unknown';
  return end.status === undefined ? end.reason : `${end.reason} ${end.status}`;
}

/** `apiVersion`, `kind` and so on in front of a spec, as YAML. */
export function gatewayPods(
  namespace: string,
  labels = 'istio: ingress',
  ports = '[{name: http, port: 80}, {name: https, port: 443}]',
): string {
  return `
apiVersion: v1
kind: Namespace
metadata: {name: ${namespace}, labels: {istio-injection: enabled}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: gw, namespace: ${namespace}}
spec:
  template:
    metadata:
      labels: {${labels}}
      annotations: {inject.istio.io/templates: gateway}
    spec: {containers: [{name: istio-proxy, image: auto}]}
---
apiVersion: v1
kind: Service
metadata: {name: gw, namespace: ${namespace}}
spec:
  type: LoadBalancer
  selector: {${labels}}
  ports: ${ports}
---`;
}

/** A Service with pods of one version. */
export function backend(namespace: string, name: string, port = 80): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec: {selector: {app: ${name}}, ports: [{name: http, port: ${port}, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec: {template: {metadata: {labels: {app: ${name}, version: v1}}, spec: {containers: [{name: app, image: app}]}}}
---`;
}
