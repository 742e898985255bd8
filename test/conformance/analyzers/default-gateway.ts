import type { Item } from '../../../functions/krm/item.ts';
import { parseFile } from '../../../functions/krm/parse-file.ts';

/** The ingress gateway that istioctl takes to be there when it analyses files (`pkg/config/analysis/local/defaults.go`). */
const text = `apiVersion: v1
kind: Pod
metadata: {name: istio-ingressgateway, namespace: istio-system, labels: {istio: ingressgateway, sidecar.istio.io/inject: "true"}, annotations: {inject.istio.io/templates: gateway}}
spec: {containers: [{name: istio-proxy, image: auto}]}
---
apiVersion: v1
kind: Service
metadata: {name: istio-ingressgateway, namespace: istio-system}
spec:
  selector: {istio: ingressgateway}
  ports:
  - {name: http2, port: 80}
  - {name: https, port: 443}
  - {name: tcp, port: 31400}
  - {name: tls, port: 15443}
`;

export const defaultGateway = (): readonly Item[] => parseFile('default-gateway.yaml', new TextEncoder().encode(text)).value ?? [];
