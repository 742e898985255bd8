/**
 * Which rule reports a constraint that upstream writes in its custom resource definitions. `undefined`: a rule written by hand
 * says the same and more, and agrees with the API server (test/conformance/validation.ts proves it).
 */
import type { Expression } from './cel.ts';

interface Claim {
  readonly code: string | undefined;
  /** Matched against `Kind.path.to[].field`. */
  readonly path?: RegExp;
  /** Matched against the JSON text of the expression. */
  readonly expression?: RegExp;
}

const istio = 'DestinationRule|EnvoyFilter|Gateway|ProxyConfig|ServiceEntry|Sidecar|VirtualService|WorkloadEntry|WorkloadGroup';
const istioPolicies = 'AuthorizationPolicy|PeerAuthentication|RequestAuthentication|Telemetry|TrafficExtension|WasmPlugin';
const routes = '^(HTTP|GRPC|TLS|TCP|UDP)Route';
const gatewayKinds = /^(BackendTLSPolicy|Gateway|GatewayClass|ListenerSet|ReferenceGrant|(HTTP|GRPC|TLS|TCP|UDP)Route|X[A-Z]\w+)(\.|$)/;
const envoyGatewayKinds =
  /^(Backend|BackendTrafficPolicy|ClientTrafficPolicy|EnvoyExtensionPolicy|EnvoyPatchPolicy|EnvoyProxy|HTTPRouteFilter|SecurityPolicy)(\.|$)/;

const claims: readonly Claim[] = [
  // Istio: what the webhook checks as well is written by hand.
  { code: 'GI1023', path: new RegExp(`^(${istio}|${istioPolicies})\\.spec$`), expression: /^\["atMost",1,.*(targetRefs|targetRef)/ },
  { code: undefined, path: /\.(matchLabels|labels)(\{\})?$/, expression: /contains|size/ },
  { code: undefined, path: /^[A-Z]\w+\.spec\.targetRefs?(\[\])?\.namespace$/, expression: /^\["==",\["size","@"\],0\]$/ },
  { code: undefined, path: /^(WasmPlugin\.spec|TrafficExtension\.spec\.wasm)\.url$/ },
  { code: undefined, path: /^(Gateway\.spec\.servers\[\]|Sidecar\.spec\.ingress\[\])\.tls$/ },
  { code: undefined, path: /^ServiceEntry\.spec(\.(endpoints|hosts|ports).*)?$/ },
  { code: undefined, path: /^WorkloadEntry\.spec/ },
  { code: undefined, path: /^WorkloadGroup\.spec/ },
  { code: undefined, path: /^AuthorizationPolicy\.spec\.rules/ },
  { code: undefined, path: /^PeerAuthentication\.spec/ },
  { code: undefined, path: /^RequestAuthentication\.spec\.jwtRules\[\]\.jwks/ },
  { code: undefined, path: /^Telemetry\.spec\.metrics/ },

  { code: 'GI1701', path: /\.listeners$/, expression: /^\["all".*(tls|hostname)/ },
  { code: 'GI1702', path: /\.listeners$/, expression: /^\["unique"/ },
  { code: 'GI1703', path: /\.listeners\[\]\.tls$/ },
  // The key of the list says the same.
  { code: undefined, path: /\.tls\.frontend\.perPort$/ },
  { code: 'GI1705', path: /^Gateway\.(spec|status)\.addresses/ },
  { code: 'GI1706', path: /\.infrastructure\.(annotations|labels)$/ },
  { code: 'GI1707', path: /\.(parentRefs|targetRefs)$/, expression: /sectionName/ },
  { code: 'GI1708', path: /^(HTTP|GRPC)Route\.spec\.rules$/, expression: /"sum"/ },
  { code: 'GI1709', path: new RegExp(`${routes}\\.spec\\.rules$`), expression: /^\["unique"/ },
  { code: 'GI1710', path: new RegExp(routes), expression: /"@kind","'Service"/ },
  { code: 'GI1711', path: /Route\.spec\.rules\[\](\.backendRefs\[\])?\.filters$/ },
  { code: 'GI1712', path: /Route\.spec\.rules\[\](\.backendRefs\[\])?\.filters\[\]$/ },
  { code: 'GI1713', path: /\.filters\[\]\.requestMirror/ },
  { code: 'GI1714', path: /^GRPCRoute\.spec\.rules\[\]\.matches\[\]\.method$/ },
  { code: 'GI1715', path: /\.sessionPersistence$/ },
  { code: 'GI1716', path: /^HTTPRoute\.spec\.rules\[\]$/, expression: /"@filters","f",\["!",\["has","\$f\.requestRedirect"\]\]/ },
  { code: 'GI1717', path: /^HTTPRoute\.spec\.rules\[\]$/, expression: /ReplacePrefixMatch/ },
  { code: 'GI1718', path: /\.cors\.\w+$/ },
  { code: 'GI1719', path: /\.externalAuth$/ },
  { code: 'GI1720', path: /\.filters\[\]\.(requestRedirect|urlRewrite)\.path$/ },
  { code: 'GI1721', path: /^HTTPRoute\.spec\.rules\[\]\.matches\[\]\.path$/ },
  { code: 'GI1722', path: /^HTTPRoute\.spec\.rules\[\]\.timeouts$/ },
  { code: 'GI1723', path: /^TLSRoute\.spec\.hostnames$/ },
  { code: 'GI1724', path: /^BackendTLSPolicy\.spec/ },
  { code: 'GI1749', path: gatewayKinds },

  {
    code: 'GI1751',
    path: /^(\w+Policy)\.spec(\.target(Ref|Refs\[\]|Selectors\[\]))?$/,
    expression: /target(Ref|Selector)|^\["implies",\["has","@group"/,
  },
  { code: 'GI1750', path: envoyGatewayKinds },

  { code: 'GI1804', path: /^Route\.spec$/, expression: /httpHeaders/ },
  { code: 'GI1804', path: /^Route\.spec\.httpHeaders/ },
  { code: 'GI1803', path: /^Route\.spec\.tls$/ },
];

interface Format {
  readonly format: string;
  readonly path?: RegExp;
  readonly expression?: string;
}

const atLeastOneMillisecond = '[">=",["duration","@"],["duration","\'1ms"]]';

/**
 * Formats of our own. Durations: `ms` is at least 1ms and whole milliseconds, `ms-loose` at least 1ms, `ms-or-zero` also 0s, `duration`
 * anything that can be read. Ports: `port` is 1 to 65535, `port-or-zero` also 0, which means "not set".
 */
const formats: readonly Format[] = [
  { format: 'ms-loose', path: /\.(reportingInterval|warmupDurationSecs)$/, expression: atLeastOneMillisecond },
  { format: 'ms', expression: atLeastOneMillisecond },
  { format: 'ms-or-zero', path: /^(DestinationRule|Sidecar)\.spec\..*onnectionPool\.tcp\.idleTimeout$/ },
  { format: 'duration', path: /^DestinationRule\.spec\..*\.(httpCookie\.ttl|retryBudget\.budgetInterval)$/ },
  { format: 'port', expression: '["&&",["<",0,"@"],["<=","@",65535]]' },
  { format: 'port', path: /^VirtualService\.spec\..*\.port\.number$/ },
  { format: 'port-or-zero', path: /^VirtualService\.spec\..*\.(match\[\]|redirect)\.port$/ },
  { format: 'port', path: /^DestinationRule\.spec\..*\.tunnel\.targetPort$/ },
  { format: 'port', path: /^Sidecar\.spec\.(ingress\[\]\.port|outboundTrafficPolicy\.egressProxy\.port)\.number$/ },
  { format: 'port-or-zero', path: /^(Sidecar\.spec\.egress|Gateway\.spec\.servers)\[\]\.port\.number$/ },
];

export function ownFormat(expression: Expression | undefined, path: string): string | undefined {
  const text = expression && JSON.stringify(expression);
  return formats.find((entry) => (entry.path?.test(path) ?? true) && entry.expression === text)?.format;
}

export function claim(expression: Expression, path: string): string | undefined {
  const text = JSON.stringify(expression);
  const found = claims.find((entry) => (entry.path?.test(path) ?? true) && (entry.expression?.test(text) ?? true));
  return found === undefined ? 'GI1010' : found.code;
}
