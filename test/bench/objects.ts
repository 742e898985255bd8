/** Objects as packages hold them, some kinds in turns. */
const kinds = [
  (name: string) => ({
    head: 'apiVersion: apps/v1\nkind: Deployment',
    body: `spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
      - name: app
        image: example.com/${name}:1.2.3 # pinned
        ports:
        - name: http
          containerPort: 8080
        resources:
          requests: {cpu: 100m, memory: 128Mi}
`,
  }),
  (name: string) => ({
    head: 'apiVersion: v1\nkind: Service',
    body: `spec:
  selector:
    app: ${name}
  ports:
  - name: http
    port: 80
    targetPort: http
`,
  }),
  (name: string) => ({
    head: 'apiVersion: v1\nkind: ConfigMap',
    body: `data:
  # read by the application
  name: '${name}'
  settings.yaml: |
    level: info
    workers: 4
`,
  }),
  () => ({ head: 'apiVersion: v1\nkind: ServiceAccount', body: '' }),
] as const;

/** The route of a VirtualService for a part of the paths. */
const apiRoute = (name: string): string => `  - match:
    - uri:
        prefix: /api
    route:
    - destination:
        host: ${name}
        port:
          number: 80
`;

const istioKinds = [
  (name: string) => ({
    head: 'apiVersion: networking.istio.io/v1\nkind: VirtualService',
    body: `spec:
  hosts:
  - ${name}
  http:
${apiRoute(name)}  - route:
    - destination:
        host: ${name}
`,
  }),
  (name: string) => ({
    head: 'apiVersion: networking.istio.io/v1\nkind: DestinationRule',
    body: `spec:
  host: ${name}
  trafficPolicy:
    connectionPool:
      tcp:
        maxConnections: 100
`,
  }),
  (name: string) => ({
    head: 'apiVersion: networking.istio.io/v1\nkind: ServiceEntry',
    body: `spec:
  hosts:
  - ${name}.example.com
  location: MESH_EXTERNAL
  ports:
  - number: 443
    name: tls
    protocol: TLS
  resolution: DNS
`,
  }),
  (name: string) => ({
    head: 'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy',
    body: `spec:
  selector:
    matchLabels:
      app: ${name}
  rules:
  - from:
    - source:
        namespaces: [shop]
`,
  }),
] as const;

type Write = (name: string) => { readonly head: string; readonly body: string };

function documents(count: number, write: readonly Write[], annotations: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `app${Math.floor(index / write.length)}`;
    const { head, body } = (write[index % write.length] as Write)(name);
    return `${head}\nmetadata:\n  name: ${name}\n  namespace: team${index % 40}\n${annotations(index)}${body}`;
  });
}

export const intent = `apiVersion: gatewayintent.dev/v1alpha1
kind: GatewayIntent
metadata:
  name: shop
  namespace: shop
spec:
  gateways: [{name: public}]
  expose:
  - hosts: [shop.example.com]
    to: frontend:8080
    tls: {secretName: shop-cert}
`;

/** What kpt adds to each object that it sends. */
const hostAnnotations = (index: number): string => `  annotations:
    config.kubernetes.io/index: '0'
    config.kubernetes.io/path: 'app${index}.yaml'
    internal.config.kubernetes.io/index: '0'
    internal.config.kubernetes.io/package-path: ''
    internal.config.kubernetes.io/path: 'app${index}.yaml'
    internal.config.kubernetes.io/seqindent: 'compact'
    internal.config.kubernetes.io/annotations-migration-resource-id: '${index}'
    internal.config.kubernetes.io/id: '${index}'
    config.k8s.io/id: '${index}'
`;

const asItem = (text: string): string =>
  `${text
    .trimEnd()
    .replaceAll(/^(?=.)/gm, '  ')
    .replace(/^ {2}/, '- ')}\n`;

/** A ResourceList as kpt sends it: this many objects that are nobody's but the user's, and one intent. */
export function resourceList(count: number): string {
  const items = [...documents(count, kinds, hostAnnotations), intent].map(asItem).join('');
  return `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${items}`;
}

/** Documents of a package without an intent. */
export const packageDocuments = (count: number): string[] => documents(count, kinds, () => '');

/** Documents of Istio. */
export const istioDocuments = (count: number): string[] => documents(count, istioKinds, () => '');

/** Documents of Istio and of Kubernetes, half and half. */
export function mixedDocuments(count: number): string[] {
  const others = packageDocuments(count / 2);
  return istioDocuments(count / 2).flatMap((text, index) => [text, others[index] as string]);
}

const ingress = `apiVersion: apps/v1
kind: Deployment
metadata: {name: gateway, namespace: edge}
spec:
  selector: {matchLabels: {istio: edge}}
  template:
    metadata: {labels: {istio: edge}, annotations: {inject.istio.io/templates: gateway}}
    spec: {containers: [{name: istio-proxy, image: auto}]}
---
apiVersion: v1
kind: Service
metadata: {name: gateway, namespace: edge}
spec: {type: LoadBalancer, selector: {istio: edge}, ports: [{name: https, port: 443}]}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: edge}
spec:
  selector: {istio: edge}
  servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ["*.example.com"], tls: {mode: SIMPLE, credentialName: edge}}]
`;

/** A gateway, and VirtualServices of twenty hosts each. */
export const manyHosts = (count: number): string[] => [
  ingress,
  ...documents(
    count,
    [
      (name) => ({
        head: 'apiVersion: networking.istio.io/v1\nkind: VirtualService',
        body: `spec:
  gateways: [edge/edge]
  hosts:
${Array.from({ length: 20 }, (_, index) => `  - ${name}-${index}.example.com\n`).join('')}  http:
${apiRoute(name)}`,
      }),
    ],
    () => '',
  ),
];
