const annotations = (index) => `    annotations:
      config.kubernetes.io/index: '0'
      config.kubernetes.io/path: 'file${index}.yaml'
      internal.config.kubernetes.io/index: '0'
      internal.config.kubernetes.io/package-path: ''
      internal.config.kubernetes.io/path: 'file${index}.yaml'
      internal.config.kubernetes.io/seqindent: 'compact'`;

/** What kpt sends for a small package: a Service of the user's, with comments, and an intent. What this needs is compiled at build time. */
export const usualInput = `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: v1
  kind: Service
  metadata: # kpt-merge: shop/frontend
    name: frontend
    namespace: shop
${annotations(1)}
  spec:
    selector:
      app: frontend # the application
    ports:
    - name: http
      port: 8080
      targetPort: http
- apiVersion: gatewayintent.dev/v1alpha1
  kind: GatewayIntent
  metadata:
    name: shop
    namespace: shop
${annotations(2)}
  spec:
    gateways: [{name: public}]
    expose:
    - hosts: [shop.example.com]
      to: frontend:8080
      tls: {secretName: shop-cert}
`;
