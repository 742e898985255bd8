import { didYouMean } from '../diagnostics/did-you-mean.ts';

/** What Istio, the Gateway API and Kubernetes call fields of an intent. */
export const otherNames: Readonly<Record<string, readonly string[]>> = {
  credentialName: ['secretName', 'clientSecretName'],
  credentialNames: ['additionalSecretNames'],
  certificateRefs: ['secretName'],
  caCertCredentialName: ['caSecretName'],
  minProtocolVersion: ['minVersion'],
  maxProtocolVersion: ['maxVersion'],
  hostnames: ['hosts'],
  hostname: ['hosts', 'host'],
  domains: ['hosts'],
  domain: ['hosts', 'host'],
  uri: ['path', 'url'],
  authority: ['host'],
  redirectCode: ['code'],
  statusCode: ['code', 'status'],
  httpStatus: ['status'],
  directResponse: ['respond'],
  corsPolicy: ['cors'],
  destination: ['to', 'backends'],
  destinations: ['backends'],
  upstreams: ['backends'],
  upstream: ['to', 'backends'],
  route: ['backends', 'routes'],
  routes: ['expose'],
  http: ['routes'],
  service: ['to', 'backends'],
  backendRefs: ['backends'],
  rules: ['routes'],
  ingress: ['expose'],
  virtualServices: ['expose'],
  parentRefs: ['gateway'],
  gatewayRef: ['gateway'],
  servers: ['listeners'],
  name: ['service'],
  number: ['port'],
  containerPort: ['targetPort', 'port'],
  serviceType: ['service'],
  minReplicas: ['min'],
  maxReplicas: ['max'],
  targetCPUUtilizationPercentage: ['targetCPUUtilization'],
  trafficPolicy: ['backendPolicy'],
  simple: ['policy'],
  http1MaxPendingRequests: ['maxPendingRequests'],
  consecutive5xx: ['consecutive5xxErrors'],
  fixedDelay: ['fixed'],
  percentage: ['percent'],
  mirrorPercentage: ['percent'],
  headers: ['requestHeaders'],
  outputClaimToHeaders: ['claimsToHeaders'],
  remoteIpBlocks: ['ipBlocks'],
  notIpBlocks: ['notIPBlocks'],
  principals: ['serviceAccounts'],
  ipWhitelist: ['allowIPs'],
  whitelist: ['allowIPs'],
  allowlist: ['allowIPs'],
  allowedIPs: ['allowIPs'],
  ipBlacklist: ['denyIPs'],
  deniedIPs: ['denyIPs'],
  append: ['add'],
  origins: ['allowOrigins'],
  methods: ['method', 'allowMethods'],
  numRetries: ['attempts'],
  requestsPerSecond: ['requests'],
  requestsPerUnit: ['requests'],
  caSecretName: ['clientValidation', 'ca'],
  redirect: ['httpsRedirect'],
  insecureSkipVerify: ['validation'],
  clusterIssuer: ['issuerRef'],
  issuer: ['issuerRef'],
  autoscaling: ['replicas', 'deployment'],
  hpa: ['replicas', 'deployment'],
  pdb: ['disruptionBudget', 'deployment'],
  podDisruptionBudget: ['disruptionBudget', 'deployment'],
  httpCookie: ['cookie'],
  httpHeaderName: ['header'],
  namespace: ['controlPlaneNamespace'],
  certFile: ['files'],
  keyFile: ['files'],
  serverCertificate: ['files'],
  privateKey: ['files'],
  mtls: ['peerAuthentication', 'clientValidation'],
};

/** What Istio and people call values of an intent. */
const otherValues: Readonly<Record<string, string>> = {
  SIMPLE: 'Terminate',
  ISTIO_MUTUAL: 'Mesh',
  AUTO_PASSTHROUGH: 'AutoPassthrough',
  DISABLE: 'Disable',
  LEAST_REQUEST: 'LeastRequest',
  TRUE: 'Enabled',
  FALSE: 'Disabled',
  TLSV1_2: '1.2',
  TLSV1_3: '1.3',
  MUTUAL: 'Terminate',
  OPTIONAL_MUTUAL: 'Terminate',
  HTTPS: 'HTTP',
  WEBSOCKET: 'HTTP',
  H2C: 'HTTP2',
  OCP: 'openshift',
  K8S: 'kubernetes',
};

/** What else is written for a value that Istio has and an intent says with two fields. */
const besides: Readonly<Record<string, string>> = {
  MUTUAL: '`clientValidation: {mode: Required}`',
  OPTIONAL_MUTUAL: '`clientValidation: {mode: Optional}`',
  HTTPS: '`tls: {secretName: …}`',
};

/** What must be added beside the value that is meant, where it says less. */
export const besideValue = (value: string, meant: string): string | undefined =>
  meant.toUpperCase() === value.toUpperCase() ? undefined : besides[value.toUpperCase()];

/** The value that is meant by one that there is not. */
export function meantValue(value: string, allowed: readonly string[]): string | undefined {
  const other = otherValues[value.toUpperCase().replace('TLSV1.', 'TLSV1_')];
  const plain = value
    .toUpperCase()
    .replace(/^TLS_?V?(?=\d)/, '')
    .replace(/(?<=^\d)_/, '.');
  const equal = allowed.find((one) => one.toUpperCase() === plain);
  return equal ?? allowed.find((one) => one === other) ?? didYouMean(value, allowed);
}
