import { valueAt } from '../../diagnostics/path.ts';
import { both, gatewayApis, istioApis, istios, type Limit, onlySince, onlyValues } from './limit.ts';

const otherProvider = 'use provider `istio`, `istio-gateway-api` or `envoy-gateway`';

/** `gateways[]` without its TLS and its access rules. */
export const gatewayLimits: readonly Limit[] = [
  {
    field: 'gateways[].type',
    providers: ['envoy-gateway', 'gateway-api'],
    reason: 'outside hosts and other clusters are reached through the mesh',
    alternative: 'declare this gateway in an intent with `provider: istio`',
    only: onlyValues('Egress', 'EastWest'),
  },
  {
    field: 'gateways[].workload',
    providers: ['envoy-gateway', 'gateway-api'],
    reason: 'the controller of the class runs the pods itself',
    alternative: 'remove it',
  },
  {
    field: 'gateways[].deployment',
    providers: ['gateway-api'],
    reason: 'the Gateway API says nothing about pods',
    alternative: `use the parameters of the class beside the intent, or ${otherProvider}`,
  },
  {
    field: 'gateways[].deployment.portMode',
    providers: ['envoy-gateway'],
    reason: 'Envoy Gateway serves ports below 1024 on 10000 above inside the pod, which needs no privilege',
    alternative: 'remove it',
  },
  {
    field: 'gateways[].deployment.kernel',
    providers: ['envoy-gateway'],
    reason: 'Envoy Gateway sets no sysctl, so its pods run on every kernel',
    alternative: 'remove it',
  },
  {
    field: 'gateways[].service',
    providers: ['gateway-api'],
    reason: 'the Gateway API says nothing about the Service',
    alternative: `use the parameters of the class beside the intent, or ${otherProvider}`,
  },
  {
    field: 'gateways[].service.ports[].targetPort',
    providers: ['envoy-gateway'],
    reason: 'Envoy Gateway chooses the ports inside the pod',
    alternative: 'remove it',
  },
  {
    field: '**.openshiftRoute',
    providers: ['gateway-api'],
    reason: 'nobody knows the Service of the class',
    alternative: `write the Route beside the intent, or ${otherProvider}`,
  },
  {
    field: 'gateways[].class',
    providers: istioApis,
    reason: 'only the Gateway API has classes',
    alternative: 'remove it, or use provider `istio-gateway-api`',
  },
  {
    field: 'gateways[].class.management',
    providers: ['gateway-api'],
    reason: 'nobody knows the controller of the class',
    alternative: 'write the GatewayClass beside the intent',
    only: onlyValues('Full'),
  },
  {
    field: 'gateways[].class.scope',
    providers: ['gateway-api'],
    reason: 'each class has parameters of its own',
    alternative: 'write the parameters beside the intent',
    only: onlyValues('Class'),
  },
  {
    field: 'gateways[].clientIP.proxyProtocol',
    providers: istios,
    reason: 'Istio knows gateways where all connections speak it, and gateways where none does',
    alternative: 'use `Required` or `Off`, or provider `envoy-gateway`',
    only: onlyValues('Optional'),
  },
  {
    field: 'gateways[].clientIP.trustedCIDRs',
    providers: istios,
    reason: 'Istio counts the proxies in front and does not look at their addresses',
    alternative: 'use `trustedProxies`, or provider `envoy-gateway`',
  },
  {
    field: 'gateways[].clientIP',
    providers: ['gateway-api'],
    reason: 'the Gateway API says nothing about proxies in front',
    alternative: `set it with the class's own policies beside the intent, or ${otherProvider}`,
  },
  {
    field: 'gateways[].client',
    providers: istios,
    reason: 'it is a setting of the pods, which belong to somebody else',
    alternative: 'set it where the pods are declared, or use `management: Full`',
    only: {
      words: 'with `management: Config`',
      holds: ({ path, spec }) => valueAt(spec, [...path.slice(0, 2), 'management']) === 'Config',
    },
  },
  {
    field: 'gateways[].client.tcpKeepalive',
    providers: istios,
    reason: 'Istio has keepalive towards backends only',
    alternative: 'use provider `envoy-gateway`',
  },
  {
    field: 'gateways[].client.http3',
    providers: ['istio-gateway-api'],
    reason: 'istiod makes the Service, and opens UDP ports since Istio 1.31',
    alternative: 'set `mesh.version` to 1.31 or newer where that runs, or use provider `istio` or `envoy-gateway`',
    only: both(onlyValues('Enabled'), onlySince(1, 31)),
  },
  {
    field: 'gateways[].client',
    providers: ['gateway-api'],
    reason: 'the Gateway API says nothing about connections of clients',
    alternative: `set it with the class's own policies beside the intent, or ${otherProvider}`,
  },
  {
    field: 'gateways[].defaults.compression',
    providers: [...istios, 'gateway-api'],
    reason: 'neither Istio nor the Gateway API has compression',
    alternative: 'compress in the backend, or use provider `envoy-gateway`',
  },
  {
    field: 'policies.accessLog',
    providers: ['gateway-api'],
    reason: 'the Gateway API says nothing about access logs',
    alternative: 'set them with the parameters of the class beside the intent',
  },
  {
    field: 'policies.monitoring',
    providers: ['gateway-api'],
    reason: 'nobody knows where the pods of the class show their metrics',
    alternative: 'write the monitor beside the intent',
  },
  {
    field: 'expose[].delegate',
    providers: gatewayApis,
    reason: 'the Gateway API has no delegation to other routes; every namespace attaches its own',
    alternative: "expose the host in the other team's intent, and give it the host with `allow`",
  },
];
