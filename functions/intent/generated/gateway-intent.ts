// Made by npm run generate from gateway-intent.schema.yaml.

/**
 * One short description of the gateways at the edge of a mesh, what is exposed through them, and which outside hosts workloads may reach. It is client-side: functions expand it into Kubernetes, Istio, Gateway API and OpenShift objects, and it is never applied itself.
 */
export interface GatewayIntent {
  /**
   * Version of this API.
   */
  apiVersion: 'gatewayintent.dev/v1alpha1';
  /**
   * Always `GatewayIntent`.
   */
  kind: 'GatewayIntent';
  /**
   * Standard object metadata. `name` is required; `namespace` is where the objects of the intent live unless a field says otherwise.
   */
  metadata: {
    [k: string]: unknown;
  };
  spec: IntentSpec;
}
/**
 * Which gateways exist, what is exposed through them, and which outside hosts workloads may reach. Every section is optional.
 */
export interface IntentSpec {
  /**
   * What implements the gateways declared here. An intent that says nothing takes it from the intent that declares its gateway. Resolved default: `istio`.
   */
  provider?: 'istio' | 'istio-gateway-api' | 'envoy-gateway' | 'mesh-gateway' | 'gateway-api';
  /**
   * The platform that the gateways run on. Taken from the intent that declares the gateway, as `provider` is. Resolved default: `kubernetes`.
   */
  platform?: 'kubernetes' | 'openshift' | 'alauda';
  mesh?: MeshFacts;
  /**
   * Namespaces to create.
   */
  namespaces?: NamespaceIntent[];
  /**
   * The gateways that this intent declares.
   */
  gateways?: GatewayDeclaration[];
  /**
   * What is exposed through gateways.
   */
  expose?: Exposure[];
  /**
   * Outside hosts that workloads may reach.
   */
  egress?: EgressEntry[];
  policies?: Policies;
  /**
   * Changes to what was generated.
   */
  patches?: Patch[];
  /**
   * Tests of what happens to requests; they are run on the final objects at every render.
   */
  checks?: Check[];
}
/**
 * Facts about the mesh that is joined, never instructions. They change what is emitted and what can be proven. They hold for all intents of the package; two intents that contradict each other are an error.
 */
export interface MeshFacts {
  /**
   * Namespace of istiod. Resolved default: `istio-system`.
   */
  controlPlaneNamespace?: string;
  /**
   * Root configuration namespace of the mesh. Resolved default: the control plane namespace.
   */
  rootNamespace?: string;
  /**
   * Control plane revision. Pods and namespaces are labelled `istio.io/rev` with it; without it, `sidecar.istio.io/inject: "true"` and `istio-injection: enabled`.
   */
  revision?: string;
  controlPlane?: ControlPlaneReference;
  /**
   * DNS domain of the cluster. Resolved default: `cluster.local`.
   */
  clusterDomain?: string;
  /**
   * Trust domain of the mesh, used where a workload identity is named. Resolved default: `cluster.local`.
   */
  trustDomain?: string;
  /**
   * Network of the cluster in a multi-network mesh. East-west gateways are labelled with it.
   */
  network?: string;
  /**
   * Address ranges of pods and services. The egress lockdown leaves them open.
   */
  clusterCIDRs?: string[];
  /**
   * What the mesh does with outside hosts that nobody declared. A fact; `policies.outboundTrafficPolicy` changes it.
   */
  outboundTrafficPolicy?: 'REGISTRY_ONLY' | 'ALLOW_ANY';
  /**
   * Sidecars answer DNS themselves, so that a TCP service without an address of its own gets one. Resolved default: unknown.
   */
  dnsCapture?: 'Enabled' | 'Disabled';
  /**
   * `Namespace`: a Gateway selects pods of its own namespace only (`PILOT_SCOPE_GATEWAY_TO_NAMESPACE`). Resolved default: `Mesh`.
   */
  gatewayScope?: 'Mesh' | 'Namespace';
  envoyGateway?: EnvoyGatewayFacts;
  /**
   * Istio version, such as `1.27`. Fields whose output needs a newer one are an error. Unset: the oldest behaviour is assumed where it matters.
   */
  version?: string;
}
/**
 * The control plane object that a `servicemesh.cisco.com` IstioMeshGateway belongs to. With it, provider `mesh-gateway` emits that kind; without it, the `istio.banzaicloud.io` MeshGateway.
 */
export interface ControlPlaneReference {
  /**
   * Name of the IstioControlPlane.
   */
  name: string;
  /**
   * Namespace of the IstioControlPlane.
   */
  namespace: string;
}
/**
 * How Envoy Gateway is installed. Provider `envoy-gateway` only.
 */
export interface EnvoyGatewayFacts {
  /**
   * Namespace of the Envoy Gateway controller and its proxies. Resolved default: `envoy-gateway-system`.
   */
  namespace?: string;
  /**
   * `Enabled`: the proxies carry Istio sidecars, so backends are reached through the mesh. Resolved default: `Disabled`.
   */
  sidecars?: 'Enabled' | 'Disabled';
}
export interface NamespaceIntent {
  /**
   * Name of the namespace.
   */
  name: string;
  /**
   * `Enabled`: labelled so that pods get sidecars. `Disabled`: labelled so that they do not. Unset: not labelled.
   */
  injection?: 'Enabled' | 'Disabled';
}
export interface GatewayDeclaration {
  /**
   * Name of the gateway and of its objects; a DNS label, unique in the intent.
   */
  name: string;
  /**
   * Namespace of the gateway. Default: the intent's.
   */
  namespace?: string;
  /**
   * `Ingress`: for requests from outside. `Egress`: for requests to outside hosts. `EastWest`: for other clusters of a multi-network mesh (port 15443, AUTO_PASSTHROUGH). Default: `Ingress`.
   */
  type?: 'Ingress' | 'Egress' | 'EastWest';
  /**
   * `Full`: workload and configuration are emitted. `Config`: the pods exist (`workload`), only the configuration is emitted. `External`: the gateway belongs to another package; nothing is emitted for it and its fields are facts. Default: `Full`.
   */
  management?: 'Full' | 'Config' | 'External';
  workload?: GatewayWorkload;
  deployment?: GatewayDeployment;
  service?: GatewayService;
  openshiftRoute?: OpenShiftRoute;
  /**
   * Ports that are open even without an exposure. A host that a declared listener covers adds nothing to the Gateway object, so that exposures come and go without touching it. Default: what the exposures need.
   */
  listeners?: Listener[];
  class?: GatewayClassIntent;
  tls?: TLS;
  /**
   * Which namespaces may use which hosts of this gateway. Default: the gateway's own namespace and that of the declaring intent, all hosts; for Egress gateways, every namespace of the package.
   */
  allow?: Delegation[];
  clientIP?: ClientIP;
  client?: ClientConnection;
  defaults?: ExposureDefaults;
  auth?: Auth;
  /**
   * Labels of the gateway's configuration objects.
   */
  labels?: {
    [k: string]: string;
  };
  /**
   * Annotations of the gateway's configuration objects.
   */
  annotations?: {
    [k: string]: string;
  };
  dns?: DNS;
  /**
   * Egress: the way from the sidecar to the gateway. `Mutual`: plaintext protocols travel in mesh mTLS, TLS passthrough as it is. `MutualAll`: passthrough is wrapped too, so that callers can be checked. `None`: nothing is encrypted by the mesh. Default: `Mutual`.
   */
  hopTLS?: 'Mutual' | 'MutualAll' | 'None';
  /**
   * Egress: where ServiceEntry and VirtualService live: in the gateway's namespace, or beside the workload (`App`). Default: `Gateway`.
   */
  configPlacement?: 'Gateway' | 'App';
}
/**
 * With `management: Config`: the pods that exist. Default: the pods of the mesh's own gateway (`istio: ingressgateway` or `istio: egressgateway`) in the control plane namespace.
 */
export interface GatewayWorkload {
  /**
   * Labels of the pods.
   */
  selector?: {
    [k: string]: string;
  };
  /**
   * Namespace of the pods. Default: the gateway's with `selector`, otherwise the control plane namespace.
   */
  namespace?: string;
  /**
   * Name of the pods' Service. Default: the gateway's name with `selector`, otherwise `istio-ingressgateway` or `istio-egressgateway`.
   */
  service?: string;
  /**
   * The pods' ServiceAccount: their identity in access rules. Needed where a rule names the gateway.
   */
  serviceAccountName?: string;
}
/**
 * The gateway's pods. With `management: Full` only.
 */
export interface GatewayDeployment {
  replicas?: Replicas;
  disruptionBudget?: DisruptionBudget;
  pod?: GatewayPod;
  /**
   * `Unprivileged`: ports below 1024 are served on 8000 above (80 on 8080, 443 on 8443) inside the pod. Default: `Privileged`; `Unprivileged` with `kernel: Legacy`.
   */
  portMode?: 'Privileged' | 'Unprivileged';
  /**
   * `Legacy`: nodes with Linux kernels older than 4.11, which refuse pods with the sysctl that Istio's injection template adds. Default: `Modern`.
   */
  kernel?: 'Modern' | 'Legacy';
}
/**
 * How many pods run. `min` and `max` equal means a fixed number and no autoscaler.
 */
export interface Replicas {
  /**
   * Fewest pods. Default: 2.
   */
  min?: number;
  /**
   * Most pods. Default: 5, or `min` where that is larger.
   */
  max?: number;
  /**
   * CPU use in per cent of the request at which pods are added. Default: 80.
   */
  targetCPUUtilization?: number;
}
/**
 * How many pods a voluntary disruption must leave. Default: `minAvailable: 1` when `min` is 2 or more, otherwise none.
 */
export interface DisruptionBudget {
  /**
   * Fewest pods that stay, a number or a percentage.
   */
  minAvailable?: number | string;
  /**
   * Most pods that go, a number or a percentage.
   */
  maxUnavailable?: number | string;
  /**
   * `None`: no budget.
   */
  policy?: 'None';
}
/**
 * The pod template. The core types of Kubernetes.
 */
export interface GatewayPod {
  /**
   * Labels added to the pods.
   */
  labels?: {
    [k: string]: string;
  };
  /**
   * Annotations added to the pods.
   */
  annotations?: {
    [k: string]: string;
  };
  /**
   * The proxy container's resources. Default: requests of 100m CPU and 128Mi memory, limits of 2 CPU and 1Gi; the autoscaler needs the CPU request.
   */
  resources?: {
    [k: string]: unknown;
  };
  /**
   * Labels of the nodes that the pods may run on.
   */
  nodeSelector?: {
    [k: string]: string;
  };
  /**
   * Taints that the pods tolerate.
   */
  tolerations?: {
    [k: string]: unknown;
  }[];
  /**
   * Affinity of the pods.
   */
  affinity?: {
    [k: string]: unknown;
  };
  /**
   * How the pods spread. A constraint without `labelSelector` gets the gateway's own.
   */
  topologySpreadConstraints?: {
    [k: string]: unknown;
  }[];
  /**
   * Priority class of the pods.
   */
  priorityClassName?: string;
  /**
   * Secrets for pulling the proxy image.
   */
  imagePullSecrets?: {
    /**
     * Name of the Secret.
     */
    name: string;
  }[];
  /**
   * Name of the ServiceAccount that is emitted and used. Default: the name of the gateway.
   */
  serviceAccountName?: string;
  /**
   * Environment variables of the proxy container.
   */
  env?: {
    /**
     * Name of the variable.
     */
    name: string;
    [k: string]: unknown;
  }[];
  /**
   * Volumes added to the pods.
   */
  volumes?: {
    /**
     * Name of the volume.
     */
    name: string;
    [k: string]: unknown;
  }[];
  /**
   * Volumes mounted into the proxy container.
   */
  volumeMounts?: {
    /**
     * Name of the volume.
     */
    name: string;
    /**
     * Where it is mounted.
     */
    mountPath: string;
    [k: string]: unknown;
  }[];
  /**
   * Seconds that a pod may take to drain. Kubernetes' default: 30.
   */
  terminationGracePeriodSeconds?: number;
}
/**
 * The gateway's Service. With `management: Full` only.
 */
export interface GatewayService {
  /**
   * Type of the Service. Default: `LoadBalancer`; `ClusterIP` for Egress gateways and with `openshiftRoute`.
   */
  type?: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /**
   * Annotations of the Service.
   */
  annotations?: {
    [k: string]: string;
  };
  /**
   * Labels of the Service.
   */
  labels?: {
    [k: string]: string;
  };
  /**
   * `Local` keeps the address of the client. Default: the cluster's (`Cluster`), or `Local` where IP rules need the address.
   */
  externalTrafficPolicy?: 'Cluster' | 'Local';
  /**
   * Address asked of the load balancer.
   */
  loadBalancerIP?: string;
  /**
   * Class of the load balancer.
   */
  loadBalancerClass?: string;
  /**
   * Client address ranges that the load balancer lets in.
   */
  loadBalancerSourceRanges?: string[];
  /**
   * Address families of the Service.
   */
  ipFamilies?: ('IPv4' | 'IPv6')[];
  /**
   * How many address families the Service has.
   */
  ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';
  /**
   * Ports added to those that follow from the listeners. An entry with the `port` of one of those overrides its other fields.
   */
  ports?: GatewayServicePort[];
}
export interface GatewayServicePort {
  /**
   * Name of the port. Needed for a port that no listener has.
   */
  name?: string;
  /**
   * Port of the Service.
   */
  port: number;
  /**
   * Port of the pod. Default: as `portMode` says.
   */
  targetPort?: number;
  /**
   * Port of the nodes.
   */
  nodePort?: number;
  /**
   * Transport protocol. Default: `TCP`.
   */
  protocol?: 'TCP' | 'UDP';
  /**
   * Application protocol of the port.
   */
  appProtocol?: string;
}
/**
 * One OpenShift Route for each exposed host, beside the gateway's Service. `{}` is valid.
 */
export interface OpenShiftRoute {
  /**
   * Where TLS ends: nowhere (`None`), at the router (`Edge`), at the gateway (`Passthrough`), at both (`Reencrypt`). Default: `Passthrough` for a host with TLS, otherwise `None`.
   */
  termination?: 'None' | 'Edge' | 'Passthrough' | 'Reencrypt';
  /**
   * What the router does with plain HTTP. Default: `Redirect` with Edge, Passthrough and Reencrypt.
   */
  insecureEdgeTerminationPolicy?: 'None' | 'Allow' | 'Redirect';
  /**
   * `Subdomain`: the Route serves all names beside its host. The router must admit wildcards. Default: `None`; `Subdomain` for wildcard hosts.
   */
  wildcardPolicy?: 'None' | 'Subdomain';
  /**
   * Secret with the router's certificate for the host, in the Route's namespace. Edge and Reencrypt only.
   */
  externalCertificate?: string;
  /**
   * PEM bundle that the router verifies the gateway with. Reencrypt only.
   */
  destinationCACertificate?: string;
  /**
   * Annotations of the Routes.
   */
  annotations?: {
    [k: string]: string;
  };
  /**
   * Labels of the Routes.
   */
  labels?: {
    [k: string]: string;
  };
}
export interface Listener {
  /**
   * Name of the listener. Default: from protocol and port.
   */
  name?: string;
  /**
   * Port that clients use.
   */
  port: number;
  /**
   * What flows after TLS has ended. `TLS` only with passthrough. Default: `HTTP`.
   */
  protocol: 'HTTP' | 'HTTP2' | 'GRPC' | 'TCP' | 'TLS' | 'MONGO' | 'MYSQL' | 'REDIS' | 'UDP';
  /**
   * Hosts served, exact, `*.x` or `*`; `namespace/host` lets only that namespace bind to it. Default: `*`.
   */
  hosts?: string[];
  tls?: TLS;
  /**
   * Answer every request with a redirect to https. For plain HTTP listeners. Default: false.
   */
  httpsRedirect?: boolean;
}
/**
 * How TLS ends.
 */
export interface TLS {
  /**
   * `Terminate`: TLS ends here. `Passthrough`: TLS goes through to the backend, chosen by SNI. `AutoPassthrough`: as Passthrough, for mesh mTLS between networks. `Mesh`: mesh mTLS ends here. `None`: no TLS, on a gateway whose default has it. Default: `Terminate`.
   */
  mode?: 'Terminate' | 'Passthrough' | 'AutoPassthrough' | 'Mesh' | 'None';
  /**
   * Secret with certificate and key, in the namespace of the gateway's pods.
   */
  secretName?: string;
  /**
   * More certificates for the same hosts, such as ECDSA beside RSA.
   */
  additionalSecretNames?: string[];
  issuerRef?: IssuerReference;
  files?: TLSFiles;
  clientValidation?: ClientValidation;
  /**
   * Oldest TLS version. Default: 1.2.
   */
  minVersion?: '1.0' | '1.1' | '1.2' | '1.3';
  /**
   * Newest TLS version. Default: the newest that the proxy knows.
   */
  maxVersion?: '1.0' | '1.1' | '1.2' | '1.3';
  /**
   * Cipher suites, as OpenSSL names them. Default: the proxy's.
   */
  cipherSuites?: string[];
  /**
   * Open port 80 for the same hosts and redirect it to https. Default: true for Terminate on port 443, otherwise false.
   */
  httpsRedirect?: boolean;
}
/**
 * The cert-manager issuer that signs `secretName`; a Certificate for the hosts is emitted beside the gateway's pods.
 */
export interface IssuerReference {
  /**
   * Name of the issuer.
   */
  name: string;
  /**
   * Kind of the issuer. Default: `Issuer`.
   */
  kind?: string;
  /**
   * API group of the issuer. Default: `cert-manager.io`.
   */
  group?: string;
}
/**
 * Certificate files inside the gateway's pods.
 */
export interface TLSFiles {
  /**
   * Path of the certificate chain.
   */
  certificate: string;
  /**
   * Path of the private key.
   */
  privateKey: string;
  /**
   * Path of the CA bundle that verifies clients.
   */
  caCertificates?: string;
}
/**
 * Client certificates.
 */
export interface ClientValidation {
  /**
   * `Required`: clients without a valid certificate are refused. `Optional`: they are let in. Default: `Required`.
   */
  mode?: 'Required' | 'Optional';
  /**
   * Secret with the CA (`ca.crt`) of the clients. Default: `ca.crt` in `secretName`, or the Secret `<secretName>-cacert`.
   */
  caSecretName?: string;
  /**
   * Names of which the client's certificate must have one.
   */
  subjectAltNames?: string[];
}
/**
 * The GatewayClass. Providers of the Gateway API only.
 */
export interface GatewayClassIntent {
  /**
   * Name of the class. Default: `istio` for `istio-gateway-api`, `envoy-gateway` for `envoy-gateway`; required for `gateway-api`.
   */
  name?: string;
  /**
   * `Full`: the GatewayClass is emitted too. Default: `External`.
   */
  management?: 'External' | 'Full';
  /**
   * `Class`: the parameters of the proxies are attached to the GatewayClass and hold for all of its gateways. Default: `Gateway`.
   */
  scope?: 'Gateway' | 'Class';
}
export interface Delegation {
  /**
   * Namespaces; `*` is every namespace.
   */
  namespaces: string[];
  /**
   * Hosts, exact, `*.x` or `*`; for Egress gateways the outside hosts. Default: all.
   */
  hosts?: string[];
}
/**
 * How the gateway learns the address of a client. Default: the connection's own. IP rules behind a proxy or an OpenShift Route need it.
 */
export interface ClientIP {
  /**
   * Whether the load balancer speaks the PROXY protocol. Default: `Off`.
   */
  proxyProtocol?: 'Off' | 'Optional' | 'Required';
  /**
   * How many proxies in front of the gateway append to X-Forwarded-For. Default: 0.
   */
  trustedProxies?: number;
  /**
   * Address ranges of proxies whose X-Forwarded-For is believed.
   */
  trustedCIDRs?: string[];
}
/**
 * Connections from clients.
 */
export interface ClientConnection {
  /**
   * A duration, such as `300ms`, `15s` or `1h30m`.
   */
  idleTimeout?: string;
  tcpKeepalive?: TCPKeepalive;
  /**
   * Offer HTTP/3 on the TLS listeners. Default: `Disabled`.
   */
  http3?: 'Enabled' | 'Disabled';
  /**
   * What happens to the X-Forwarded-Client-Cert header. Default: the provider's (`SANITIZE_SET` for Istio gateways).
   */
  forwardClientCertificate?: 'SANITIZE' | 'FORWARD_ONLY' | 'APPEND_FORWARD' | 'SANITIZE_SET' | 'ALWAYS_FORWARD_ONLY';
}
/**
 * Keepalive probes on connections from clients.
 */
export interface TCPKeepalive {
  /**
   * Unanswered probes after which a connection is closed.
   */
  probes?: number;
  /**
   * Idle time before the first probe.
   */
  idleTime?: string;
  /**
   * Time between probes.
   */
  interval?: string;
}
/**
 * Defaults of every exposure of this gateway.
 */
export interface ExposureDefaults {
  /**
   * Time that a whole request may take, retries included; `0s`: no limit. Default: no limit.
   */
  timeout?: string;
  retries?: Retries;
  requestHeaders?: HeaderChanges;
  responseHeaders?: HeaderChanges;
  /**
   * Compressions offered for responses.
   */
  compression?: ('Gzip' | 'Brotli' | 'Zstd')[];
}
/**
 * Repeated attempts of a failed request.
 */
export interface Retries {
  /**
   * Attempts after the first one; 0: none. Default: 2.
   */
  attempts?: number;
  /**
   * Time that one attempt may take.
   */
  perTryTimeout?: string;
  /**
   * Failures that are tried again: a policy that Envoy knows, or a status code. Default: `connect-failure`, `refused-stream`, `unavailable`, `cancelled`.
   */
  retryOn?: string[];
}
/**
 * Changes to headers.
 */
export interface HeaderChanges {
  /**
   * Headers that replace any of the same name.
   */
  set?: {
    [k: string]: string;
  };
  /**
   * Headers that are added to any of the same name.
   */
  add?: {
    [k: string]: string;
  };
  /**
   * Headers that are removed.
   */
  remove?: string[];
}
/**
 * Who may send which requests.
 */
export interface Auth {
  /**
   * Tokens that are accepted. Several entries are alternatives.
   */
  jwt?: JWTRule[];
  /**
   * Client addresses and ranges that may send requests; all others are refused.
   */
  allowIPs?: string[];
  /**
   * Client addresses and ranges that are refused.
   */
  denyIPs?: string[];
  /**
   * What is allowed. Several ALLOW rules are alternatives; a request that no ALLOW rule fits is refused; DENY wins.
   */
  rules?: AccessRule[];
  extAuthz?: ExternalAuthorization;
  oidc?: OpenIDConnect;
  basic?: BasicAuth;
  apiKey?: APIKeyAuth;
  /**
   * `Workload`: the sidecars of the backend enforce, not the gateway. Default: `Gateway`.
   */
  enforceAt?: 'Gateway' | 'Workload';
  /**
   * With `enforceAt: Workload`: labels of the backend's pods.
   */
  selector?: {
    [k: string]: string;
  };
}
export interface JWTRule {
  /**
   * Issuer of the tokens (`iss`).
   */
  issuer: string;
  /**
   * Where the keys are. Default: found through the issuer's OpenID discovery.
   */
  jwksUri?: string;
  /**
   * The keys themselves, as a JSON Web Key Set.
   */
  jwks?: string;
  /**
   * Audiences (`aud`) of which the token must have one.
   */
  audiences?: string[];
  /**
   * Headers that carry the token. Default: `Authorization: Bearer`, and the query parameter `access_token`.
   */
  fromHeaders?: JWTHeader[];
  /**
   * Query parameters that carry the token.
   */
  fromParams?: string[];
  /**
   * Cookies that carry the token.
   */
  fromCookies?: string[];
  /**
   * Send the token on to the backend. Default: false.
   */
  forwardOriginalToken?: boolean;
  /**
   * Claims that are sent to the backend as headers.
   */
  claimsToHeaders?: ClaimHeader[];
  /**
   * `true`: requests without a token are refused. `false`: they are let in; a wrong token is refused either way. Default: true.
   */
  required?: boolean;
}
export interface JWTHeader {
  /**
   * Name of the header.
   */
  name: string;
  /**
   * Text before the token, such as `Bearer `.
   */
  prefix?: string;
}
export interface ClaimHeader {
  /**
   * Claim; nested ones with dots.
   */
  claim: string;
  /**
   * Name of the header.
   */
  header: string;
}
export interface AccessRule {
  /**
   * What happens to requests that fit.
   */
  action: 'ALLOW' | 'DENY';
  from?: AccessSource;
  to?: AccessOperation;
  /**
   * Headers that the request must have.
   */
  headers?: AccessHeader[];
  /**
   * Claims of the token, each with the values of which it must have one.
   */
  claims?: {
    [k: string]: string[];
  };
}
/**
 * Who sends the request; all given conditions must hold. Default: anybody.
 */
export interface AccessSource {
  /**
   * Namespaces of the sending workload. Needs mesh mTLS.
   */
  namespaces?: string[];
  /**
   * Namespaces that the sending workload must not be in.
   */
  notNamespaces?: string[];
  /**
   * Service accounts of the sending workload, `namespace/name` or `name` of the intent's namespace. Needs mesh mTLS.
   */
  serviceAccounts?: string[];
  /**
   * Service accounts that the sending workload must not have.
   */
  notServiceAccounts?: string[];
  /**
   * Client addresses and ranges.
   */
  ipBlocks?: string[];
  /**
   * Client addresses and ranges that must not have sent it.
   */
  notIPBlocks?: string[];
  /**
   * Token identities, `issuer/subject`; `*` at either end.
   */
  requestPrincipals?: string[];
  /**
   * Token identities that must not have sent it.
   */
  notRequestPrincipals?: string[];
}
/**
 * What the request is; all given conditions must hold. Default: anything.
 */
export interface AccessOperation {
  /**
   * HTTP methods.
   */
  methods?: string[];
  /**
   * HTTP methods that it must not have.
   */
  notMethods?: string[];
  /**
   * Paths: exact, `prefix*`, `*suffix`, or templates with `{*}` and `{**}`.
   */
  paths?: string[];
  /**
   * Paths that it must not have.
   */
  notPaths?: string[];
}
export interface AccessHeader {
  /**
   * Name of the header.
   */
  name: string;
  /**
   * Values of which it must have one; `*` at either end.
   */
  values?: string[];
  /**
   * Values that it must not have.
   */
  notValues?: string[];
}
/**
 * An authorisation service is asked about each request.
 */
export interface ExternalAuthorization {
  /**
   * Name of an extension provider in the mesh's configuration.
   */
  provider?: string;
  http?: Authorizer;
  grpc?: Authorizer;
  /**
   * Let requests in when the service does not answer. Default: false.
   */
  failOpen?: boolean;
  to?: CheckedRequests;
  /**
   * Requests with one of these headers are not asked about.
   */
  unlessHeaders?: string[];
}
/**
 * The service.
 */
export interface Authorizer {
  /**
   * Name of the Service.
   */
  service: string;
  /**
   * Namespace of the Service. Default: the intent's.
   */
  namespace?: string;
  /**
   * Port of the Service.
   */
  port: number;
  /**
   * Path put before the path of the checked request. `http` only.
   */
  path?: string;
  /**
   * Headers of the request that the service sees.
   */
  requestHeaders?: string[];
  /**
   * Headers of its answer that the backend sees.
   */
  responseHeaders?: string[];
}
/**
 * Which requests are asked about. Default: all.
 */
export interface CheckedRequests {
  /**
   * HTTP methods.
   */
  methods?: string[];
  /**
   * HTTP methods that it must not have.
   */
  notMethods?: string[];
  /**
   * Paths: exact, `prefix*`, `*suffix`, or templates with `{*}` and `{**}`.
   */
  paths?: string[];
  /**
   * Paths that it must not have.
   */
  notPaths?: string[];
}
/**
 * Browsers log in with an OpenID provider. `envoy-gateway` only.
 */
export interface OpenIDConnect {
  /**
   * URL of the OpenID provider.
   */
  issuer: string;
  /**
   * Client ID.
   */
  clientID: string;
  /**
   * Secret with the client secret (`client-secret`).
   */
  clientSecretName: string;
  /**
   * Where the provider sends the browser back. Default: `/oauth2/callback` of the host.
   */
  redirectURL?: string;
  /**
   * Path that logs out. Default: `/logout`.
   */
  logoutPath?: string;
  /**
   * Scopes asked for. Default: `openid`.
   */
  scopes?: string[];
}
/**
 * User names and passwords. `envoy-gateway` only.
 */
export interface BasicAuth {
  /**
   * Secret with the users (`.htpasswd`).
   */
  secretName: string;
}
/**
 * API keys. `envoy-gateway` only.
 */
export interface APIKeyAuth {
  /**
   * Secret whose values are the keys, one for each client.
   */
  secretName: string;
  /**
   * Header that carries the key.
   */
  header: string;
}
/**
 * What external-dns publishes for the hosts of the gateway.
 */
export interface DNS {
  /**
   * Where the records point. Default: the address of the load balancer.
   */
  target?: string;
  /**
   * Time to live of the records in seconds.
   */
  ttl?: number;
}
export interface Exposure {
  /**
   * Name of the route objects. Default: from the first host.
   */
  name?: string;
  /**
   * Host names, exact, `*.x` or `*`. Required for HTTP, HTTP2, GRPC and TLS unless `meshHosts` is set; other protocols default to `*`.
   */
  hosts?: string[];
  /**
   * Services for which the same routes apply inside the mesh: `service`, `service.namespace` or a full name; hosts outside that the package declares stay as they are. Alone, no gateway is used.
   */
  meshHosts?: string[];
  /**
   * The gateway, `name` or `namespace/name`. Default: the only Ingress gateway of this intent, otherwise the only one of the package that allows the namespace.
   */
  gateway?: string;
  /**
   * Port that clients use.
   */
  port?: number;
  /**
   * What flows after TLS has ended. `TLS` only with passthrough. Default: `HTTP`.
   */
  protocol?: 'HTTP' | 'HTTP2' | 'GRPC' | 'TCP' | 'TLS' | 'MONGO' | 'MYSQL' | 'REDIS' | 'UDP';
  tls?: TLS;
  /**
   * Several listeners for the same routes, instead of `gateway`, `port`, `protocol` and `tls`.
   */
  listeners?: ExposureListener[];
  /**
   * The backend, `service[.namespace][:port]`. The port may be left out when the Service is in the package and has only one.
   */
  to?: string;
  /**
   * Path prefixes, whole segments. With `to` or `backends`. Default: all paths.
   */
  paths?: string[];
  /**
   * Weighted backends.
   */
  backends?: Backend[];
  /**
   * Routes, ordered as the documentation of route order says.
   */
  routes?: Route[];
  delegate?: Delegate;
  /**
   * Time that a whole request may take, retries included; `0s`: no limit. Default: the gateway's.
   */
  timeout?: string;
  retries?: Retries;
  cors?: CORS;
  requestHeaders?: HeaderChanges;
  responseHeaders?: HeaderChanges;
  backendPolicy?: BackendPolicy;
  auth?: Auth;
  restrictBackend?: RestrictBackend;
  rateLimit?: RateLimit;
  /**
   * Who changes the weights while the routes run. Weights that are in the package already are kept. Default: this intent.
   */
  weightsOwner?: 'ArgoRollouts' | 'Flagger';
  openshiftRoute?: OpenShiftRoute;
  /**
   * Labels of the route objects.
   */
  labels?: {
    [k: string]: string;
  };
  /**
   * Annotations of the route objects.
   */
  annotations?: {
    [k: string]: string;
  };
}
export interface ExposureListener {
  /**
   * The gateway, `name` or `namespace/name`.
   */
  gateway?: string;
  /**
   * Port that clients use.
   */
  port?: number;
  /**
   * What flows after TLS has ended. `TLS` only with passthrough. Default: `HTTP`.
   */
  protocol?: 'HTTP' | 'HTTP2' | 'GRPC' | 'TCP' | 'TLS' | 'MONGO' | 'MYSQL' | 'REDIS' | 'UDP';
  tls?: TLS;
}
export interface Backend {
  /**
   * Name of the Service.
   */
  service?: string;
  /**
   * Namespace of the Service. Default: the intent's.
   */
  namespace?: string;
  /**
   * Port of the Service. May be left out when the Service is in the package and has only one.
   */
  port?: number;
  /**
   * Share of the requests, in proportion to the others. Default: 1.
   */
  weight?: number;
  /**
   * Only pods with these labels; a DestinationRule subset is emitted.
   */
  labels?: {
    [k: string]: string;
  };
  /**
   * Name of the subset. With `labels`, the one that is emitted; without, one that a DestinationRule has.
   */
  subset?: string;
  /**
   * An outside name or address instead of a Service.
   */
  host?: string;
  requestHeaders?: HeaderChanges;
  responseHeaders?: HeaderChanges;
}
export interface Route {
  /**
   * Name of the route.
   */
  name?: string;
  /**
   * Conditions; one entry must hold, and in it all fields. Default: every request.
   */
  match?: RouteMatch[];
  /**
   * The backend, `service[.namespace][:port]`. The port may be left out when the Service is in the package and has only one.
   */
  to?: string;
  /**
   * Weighted backends.
   */
  backends?: Backend[];
  redirect?: Redirect;
  respond?: Response;
  rewrite?: Rewrite;
  requestHeaders?: HeaderChanges;
  responseHeaders?: HeaderChanges;
  /**
   * Time that a whole request may take, retries included; `0s`: no limit. Default: the exposure's.
   */
  timeout?: string;
  retries?: Retries;
  fault?: Fault;
  mirror?: Mirror;
  cors?: CORS;
}
export interface RouteMatch {
  path?: PathMatch;
  /**
   * HTTP method.
   */
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'TRACE' | 'CONNECT';
  /**
   * Conditions on headers, query parameters or cookies.
   */
  headers?: ValueMatch[];
  /**
   * Conditions on headers, query parameters or cookies.
   */
  queryParams?: ValueMatch[];
  /**
   * Conditions on headers, query parameters or cookies.
   */
  cookies?: ValueMatch[];
  /**
   * Conditions on headers, query parameters or cookies.
   */
  withoutHeaders?: ValueMatch[];
  /**
   * Port that the client used; one of the exposure's.
   */
  port?: number;
}
/**
 * The path, without the query.
 */
export interface PathMatch {
  /**
   * This path.
   */
  exact?: string;
  /**
   * Whole segments: `/api` fits `/api` and `/api/x`, not `/apiary`.
   */
  prefix?: string;
  /**
   * An RE2 expression for the whole path.
   */
  regex?: string;
}
export interface ValueMatch {
  /**
   * Name of the header, parameter or cookie.
   */
  name: string;
  /**
   * This value.
   */
  exact?: string;
  /**
   * A value that begins so.
   */
  prefix?: string;
  /**
   * An RE2 expression for the whole value.
   */
  regex?: string;
  /**
   * Any value.
   */
  present?: true;
  /**
   * The condition must not hold. Default: false.
   */
  not?: boolean;
}
/**
 * Answer with a redirect.
 */
export interface Redirect {
  /**
   * Scheme. Default: the request's.
   */
  scheme?: 'http' | 'https';
  /**
   * Host. Default: the request's.
   */
  host?: string;
  /**
   * Port. Default: the scheme's own when `scheme` is set, otherwise the request's.
   */
  port?: number;
  /**
   * The whole path.
   */
  path?: string;
  /**
   * What replaces the prefix that matched.
   */
  prefix?: string;
  /**
   * Status. Default: 301.
   */
  code?: 301 | 302 | 303 | 307 | 308;
}
/**
 * Answer without a backend.
 */
export interface Response {
  /**
   * Status.
   */
  status: number;
  /**
   * Body.
   */
  body?: string;
}
/**
 * Changes to the request before it is sent to the backend.
 */
export interface Rewrite {
  /**
   * The Host that the backend sees; `Auto`: the backend's full name.
   */
  host?: string;
  /**
   * The whole path.
   */
  path?: string;
  /**
   * What replaces the prefix that matched.
   */
  prefix?: string;
  regex?: RegexRewrite;
}
/**
 * Replaces what an expression finds in the path.
 */
export interface RegexRewrite {
  /**
   * An RE2 expression; every part of the path that it fits is replaced.
   */
  pattern: string;
  /**
   * The replacement; `\1` is the first group.
   */
  substitution: string;
}
/**
 * Faults for testing.
 */
export interface Fault {
  delay?: FaultDelay;
  abort?: FaultAbort;
}
/**
 * Requests are delayed.
 */
export interface FaultDelay {
  /**
   * Share of the requests in per cent. Default: 100.
   */
  percent?: number;
  /**
   * How long.
   */
  fixed: string;
}
/**
 * Requests are answered with an error.
 */
export interface FaultAbort {
  /**
   * Share of the requests in per cent. Default: 100.
   */
  percent?: number;
  /**
   * Status.
   */
  status: number;
}
/**
 * A copy of the requests is sent to another backend.
 */
export interface Mirror {
  /**
   * The backend, `service[.namespace][:port]`. The port may be left out when the Service is in the package and has only one.
   */
  to: string;
  /**
   * Share of the requests in per cent. Default: 100.
   */
  percent?: number;
}
/**
 * Cross-origin requests of browsers.
 */
export interface CORS {
  /**
   * Origins that may send requests.
   */
  allowOrigins: OriginMatch[];
  /**
   * Methods that are allowed.
   */
  allowMethods?: ('GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'TRACE' | 'CONNECT' | '*')[];
  /**
   * Request headers that are allowed.
   */
  allowHeaders?: string[];
  /**
   * Response headers that scripts may read.
   */
  exposeHeaders?: string[];
  /**
   * How long browsers may remember the answer; whole seconds.
   */
  maxAge?: string;
  /**
   * Whether requests may carry credentials.
   */
  allowCredentials?: boolean;
}
export interface OriginMatch {
  /**
   * This origin, such as `https://app.example.com`; `*`: any.
   */
  exact?: string;
  /**
   * An origin that begins so.
   */
  prefix?: string;
  /**
   * An RE2 expression for the whole origin.
   */
  regex?: string;
}
/**
 * A VirtualService of another package has the routes. Istio's API only.
 */
export interface Delegate {
  /**
   * Name of the VirtualService.
   */
  name: string;
  /**
   * Its namespace. Default: the intent's.
   */
  namespace?: string;
}
/**
 * How the backends of the exposure, or the outside host, are called.
 */
export interface BackendPolicy {
  tls?: BackendTLS;
  loadBalancer?: LoadBalancer;
  connectionPool?: ConnectionPool;
  outlierDetection?: OutlierDetection;
}
/**
 * TLS towards the backend.
 */
export interface BackendTLS {
  /**
   * `Disable`: plaintext. `Simple`: TLS. `Mutual`: TLS with a client certificate. `Mesh`: mesh mTLS.
   */
  mode: 'Disable' | 'Simple' | 'Mutual' | 'Mesh';
  /**
   * Server name sent. Default the host.
   */
  sni?: string;
  /**
   * Name that the backend's certificate must have. Default: `sni`, otherwise the backend's.
   */
  hostname?: string;
  /**
   * What the certificate is verified with: the system's CAs, `ca`, or not at all. Default: `CA` with `ca`, otherwise `System`.
   */
  validation?: 'System' | 'CA' | 'None';
  ca?: CAReference;
  /**
   * Secret with the client certificate, in the namespace of the calling gateway's pods. `Mutual` only.
   */
  clientSecretName?: string;
  /**
   * Names of which the backend's certificate must have one. Default: `hostname`.
   */
  subjectAltNames?: string[];
}
/**
 * Where the CA (`ca.crt`) is.
 */
export interface CAReference {
  /**
   * Kind. Default: `Secret`.
   */
  kind?: 'Secret' | 'ConfigMap';
  /**
   * Name.
   */
  name: string;
}
/**
 * How pods are chosen.
 */
export interface LoadBalancer {
  /**
   * Policy. Default: the provider's (`LeastRequest` for Istio).
   */
  policy?: 'RoundRobin' | 'LeastRequest' | 'Random' | 'Passthrough';
  consistentHash?: ConsistentHash;
  locality?: Locality;
}
/**
 * The same pod for the same value.
 */
export interface ConsistentHash {
  /**
   * Name of a header.
   */
  header?: string;
  cookie?: HashCookie;
  /**
   * The address of the client. Always `{}`.
   */
  sourceIP?: {
    [k: string]: unknown;
  };
}
/**
 * A cookie; it is set when the client has none.
 */
export interface HashCookie {
  /**
   * Name of the cookie.
   */
  name: string;
  /**
   * How long it lives; `0s`: as long as the browser is open. Default: `0s`.
   */
  ttl?: string;
}
/**
 * Where requests go when the pods of a region fail. Needs `outlierDetection`.
 */
export interface Locality {
  /**
   * For each region, the one that takes over.
   */
  failover: LocalityFailover[];
}
export interface LocalityFailover {
  /**
   * Region of the caller.
   */
  from: string;
  /**
   * Region that takes over.
   */
  to: string;
}
/**
 * Limits of connections and requests.
 */
export interface ConnectionPool {
  /**
   * Most connections.
   */
  maxConnections?: number;
  /**
   * Most requests that wait for a connection.
   */
  maxPendingRequests?: number;
  /**
   * Most requests on one connection; 0: no limit.
   */
  maxRequestsPerConnection?: number;
  /**
   * Time that connecting may take.
   */
  connectTimeout?: string;
  /**
   * Time after which an idle connection is closed.
   */
  idleTimeout?: string;
}
/**
 * Pods that fail are left out for a while.
 */
export interface OutlierDetection {
  /**
   * Errors in a row after which a pod is left out; 0: never.
   */
  consecutive5xxErrors?: number;
  /**
   * Time between checks.
   */
  interval?: string;
  /**
   * How long a pod is left out the first time.
   */
  baseEjectionTime?: string;
  /**
   * Largest share of the pods that may be left out.
   */
  maxEjectionPercent?: number;
}
/**
 * The backend accepts requests from this gateway only, by its identity.
 */
export interface RestrictBackend {
  /**
   * Labels of the backend's pods.
   */
  selector: {
    [k: string]: string;
  };
}
/**
 * Limit of requests for each gateway pod.
 */
export interface RateLimit {
  /**
   * Requests in one `unit`.
   */
  requests: number;
  /**
   * The time in which they are counted.
   */
  unit: 'Second' | 'Minute' | 'Hour' | 'Day';
}
export interface EgressEntry {
  /**
   * The outside host: `http://` plain HTTP, `https://` TLS passed through, `tls://`, `tcp://`, `mongo://`, `mysql://`, `redis://`, `grpc://`; with `:port` when it is not the scheme's own.
   */
  url?: string;
  /**
   * Outside hosts, instead of `url`.
   */
  hosts?: string[];
  /**
   * Their ports.
   */
  ports?: EgressPort[];
  /**
   * `Gateway`: through the egress gateway. `Sidecar`: straight from the workload. Default: `Gateway`.
   */
  via?: 'Gateway' | 'Sidecar';
  /**
   * The egress gateway, `name` or `namespace/name`. Default: the only one.
   */
  gateway?: string;
  /**
   * Who may reach it: as visibility, and as an access rule wherever the way carries identities. Default: the intent's own namespace.
   */
  from?: EgressSource[];
  /**
   * HTTP methods that are allowed, where the gateway sees them. Default: all.
   */
  methods?: string[];
  /**
   * Paths that are allowed, exact or `prefix*`, where the gateway sees them. Default: all.
   */
  paths?: string[];
  tlsOrigination?: TLSOrigination;
  /**
   * Addresses that workloads connect to. TCP protocols.
   */
  addresses?: string[];
  /**
   * Where the host really is. Default: DNS.
   */
  endpoints?: EgressEndpoint[];
  /**
   * Time that a whole request may take; `0s`: no limit. HTTP and GRPC.
   */
  timeout?: string;
  retries?: Retries;
  backendPolicy?: BackendPolicy;
}
export interface EgressPort {
  /**
   * Port of the outside host.
   */
  port: number;
  /**
   * Protocol that workloads speak; HTTPS and TLS are passed through.
   */
  protocol: 'HTTP' | 'HTTPS' | 'HTTP2' | 'GRPC' | 'TLS' | 'TCP' | 'MONGO' | 'MYSQL' | 'REDIS';
}
export interface EgressSource {
  /**
   * Namespace; `*`: all.
   */
  namespace: string;
  /**
   * Service accounts in it. Default: all.
   */
  serviceAccounts?: string[];
}
/**
 * Workloads speak plaintext; TLS to the outside host begins at the gateway, or at the sidecar with `via: Sidecar`.
 */
export interface TLSOrigination {
  /**
   * `Simple`: TLS. `Mutual`: TLS with a client certificate.
   */
  mode: 'Simple' | 'Mutual';
  /**
   * TLS port of the outside host. Default: 443 for HTTP and GRPC on 80, otherwise the port of the URL.
   */
  port?: number;
  /**
   * Server name sent. Default: the host.
   */
  sni?: string;
  /**
   * What the certificate is verified with. Default: `CA` with `ca`, otherwise `System`.
   */
  validation?: 'System' | 'CA';
  ca?: OriginationCA;
  /**
   * Secret with the client certificate, in the namespace of the gateway's pods.
   */
  clientSecretName?: string;
  /**
   * Names of which the certificate must have one. Default: `sni`, otherwise the host; never left out.
   */
  subjectAltNames?: string[];
}
/**
 * Where the CA (`ca.crt`) is, in the namespace of the gateway's pods; with `via: Sidecar`, a ConfigMap in the intent's.
 */
export interface OriginationCA {
  /**
   * Kind. Default: `Secret`.
   */
  kind?: 'Secret' | 'ConfigMap';
  /**
   * Name.
   */
  name: string;
}
export interface EgressEndpoint {
  /**
   * Address or name.
   */
  address: string;
  /**
   * Port. Default: the host's.
   */
  port?: number;
  /**
   * Share of the connections.
   */
  weight?: number;
  /**
   * Locality, `region/zone/subzone`.
   */
  locality?: string;
}
/**
 * Policies of the mesh that belong to its edge.
 */
export interface Policies {
  /**
   * Which namespaces demand mesh mTLS.
   */
  peerAuthentication?: PeerAuthenticationIntent[];
  egressLockdown?: EgressLockdown;
  /**
   * Changes the mesh's own resource (when it is in the package): what sidecars do with outside hosts that nobody declared.
   */
  outboundTrafficPolicy?: 'REGISTRY_ONLY' | 'ALLOW_ANY';
  accessLog?: AccessLog;
  /**
   * Kind of the Prometheus operator's object that collects the gateways' metrics.
   */
  monitoring?: 'PodMonitor' | 'ServiceMonitor';
}
export interface PeerAuthenticationIntent {
  /**
   * `STRICT`: plaintext is refused. `PERMISSIVE`: both are accepted.
   */
  mode: 'STRICT' | 'PERMISSIVE';
  /**
   * The namespaces.
   */
  namespaces?: string[];
  /**
   * `Mesh`: the whole mesh.
   */
  scope?: 'Mesh';
}
/**
 * Workloads reach outside hosts through the egress gateway only.
 */
export interface EgressLockdown {
  /**
   * The namespaces that are locked.
   */
  namespaces: string[];
}
/**
 * Access logs of the gateways. `{}` is valid.
 */
export interface AccessLog {
  /**
   * Default: `Enabled`.
   */
  mode?: 'Enabled' | 'Disabled';
  /**
   * Envoy's text format. Default: the provider's.
   */
  format?: string;
}
export interface Patch {
  target: PatchTarget;
  /**
   * The fields to change; `null` removes. Core kinds merge as Kubernetes merges them (lists by their keys), other kinds as JSON merge patch.
   */
  patch?: {
    [k: string]: unknown;
  };
  /**
   * A JSON Patch.
   */
  operations?: PatchOperation[];
}
/**
 * Which objects are changed, in Kustomize's spelling: fields are regular expressions for the whole value.
 */
export interface PatchTarget {
  /**
   * API group.
   */
  group?: string;
  /**
   * API version.
   */
  version?: string;
  /**
   * Kind.
   */
  kind?: string;
  /**
   * Name.
   */
  name?: string;
  /**
   * Namespace.
   */
  namespace?: string;
  /**
   * Label selector, such as `app=web,tier!=db`.
   */
  labelSelector?: string;
}
export interface PatchOperation {
  /**
   * Operation.
   */
  op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  /**
   * JSON pointer.
   */
  path: string;
  /**
   * JSON pointer of the source. `move` and `copy` only.
   */
  from?: string;
  /**
   * The value.
   */
  value?: {
    [k: string]: unknown;
  };
}
export interface Check {
  /**
   * What the check is about.
   */
  name?: string;
  /**
   * Method and URL, such as `GET https://shop.example.com/cart`. Without a method: `GET`.
   */
  request: string;
  /**
   * Headers of the request.
   */
  headers?: {
    [k: string]: string;
  };
  /**
   * Address of the client.
   */
  clientIP?: string;
  clientCertificate?: CheckCertificate;
  /**
   * Claims of a valid token, such as `{iss: …, sub: …}`.
   */
  jwt?: {
    [k: string]: unknown;
  };
  from?: CheckSource;
  expect: Expectation;
}
/**
 * The certificate that the client shows. `{}` is one of which nothing else is told.
 */
export interface CheckCertificate {
  /**
   * Names in it, such as `partner.example.com` or `URI:spiffe://example.com/web`.
   */
  subjectAltNames?: string[];
  /**
   * Its SHA-256: of the certificate in hexadecimal, or of its public key in base64.
   */
  hashes?: string[];
}
/**
 * The workload that sends the request. Default: a client outside, through the gateway.
 */
export interface CheckSource {
  /**
   * Namespace of the workload.
   */
  namespace: string;
  /**
   * Its service account. Default: `default`.
   */
  serviceAccount?: string;
  /**
   * Its labels.
   */
  labels?: {
    [k: string]: string;
  };
}
/**
 * What must happen.
 */
export interface Expectation {
  /**
   * The backend, `service.namespace:port`, an outside `host:port`, or several with their weights: `a.shop:80 80%, b.shop:80 20%`.
   */
  to?: string;
  /**
   * The URL of a redirect.
   */
  redirect?: string;
  /**
   * The status of an answer that a proxy gives itself, such as 403 or 404.
   */
  status?: number;
  /**
   * No connection comes about.
   */
  unreachable?: true;
  /**
   * The gateway that the request goes through, `namespace/name`.
   */
  via?: string;
}
