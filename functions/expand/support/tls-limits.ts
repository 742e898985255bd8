import { before, both, gatewayApis, istios, type Limit, onlyValues } from './limit.ts';

/** Places of a listener's TLS; `backendPolicy.tls` is another thing. */
const places = ['gateways[].tls', 'gateways[].listeners[].tls', 'expose[].tls', 'expose[].listeners[].tls'];
const everywhere = (field: string, limit: Omit<Limit, 'field'>): Limit[] =>
  places.map((place) => ({ field: `${place}.${field}`, ...limit }));

const protocols = ['gateways[].listeners[].protocol', 'expose[].protocol', 'expose[].listeners[].protocol'];

/** TLS and protocols of listeners. */
export const tlsLimits: readonly Limit[] = [
  ...everywhere('files', {
    providers: gatewayApis,
    reason: 'the Gateway API takes certificates from Secrets only',
    alternative: 'use `secretName`',
  }),
  ...everywhere('additionalSecretNames', {
    providers: istios,
    reason: 'Istio takes two certificates for a listener, one of each kind of key',
    alternative: 'name one more certificate at most, or use provider `envoy-gateway`',
    only: { words: 'more than one', holds: ({ value }) => Array.isArray(value) && value.length > 1 },
  }),
  ...everywhere('additionalSecretNames', {
    providers: ['gateway-api'],
    reason: 'classes need to support one certificate only',
    alternative: 'name one certificate, or use provider `istio-gateway-api` or `envoy-gateway`',
  }),
  ...everywhere('minVersion', {
    providers: ['istio-gateway-api', 'gateway-api'],
    reason: 'the Gateway API says nothing about TLS versions, and Istio begins at 1.2',
    alternative: 'remove it, or use provider `istio` or `envoy-gateway`',
    only: { words: 'other than `1.2`', holds: ({ value }) => value !== '1.2' },
  }),
  ...everywhere('maxVersion', {
    providers: ['istio-gateway-api', 'gateway-api'],
    reason: 'the Gateway API says nothing about TLS versions',
    alternative: 'remove it, or use provider `istio` or `envoy-gateway`',
  }),
  ...everywhere('cipherSuites', {
    providers: ['gateway-api'],
    reason: 'the Gateway API says nothing about cipher suites',
    alternative: 'remove it, or use provider `istio`, `istio-gateway-api` or `envoy-gateway`',
  }),
  ...everywhere('clientValidation.subjectAltNames', {
    providers: ['istio-gateway-api', 'gateway-api'],
    reason: 'the Gateway API verifies who signed the certificates of clients, not their names',
    alternative: 'use a CA for these clients alone, or provider `istio` or `envoy-gateway`',
  }),
  ...everywhere('clientValidation.mode', {
    providers: ['istio-gateway-api'],
    reason: 'listeners of the Gateway API take optional certificates since Istio 1.30',
    alternative: 'set `mesh.version` to 1.30 or newer where that runs, use `Required`, or provider `istio`',
    only: both(onlyValues('Optional'), before(1, 30)),
  }),
  ...everywhere('clientValidation.mode', {
    providers: ['gateway-api'],
    reason: 'the Gateway API either refuses clients without a valid certificate or lets all of them in, with invalid certificates too',
    alternative: 'use `Required`, or provider `istio`, `istio-gateway-api` or `envoy-gateway`',
    only: onlyValues('Optional'),
  }),
  ...everywhere('mode', {
    providers: gatewayApis,
    reason: 'traffic between clusters is no business of a listener for clients',
    alternative: 'declare a gateway with `type: EastWest` in an intent with `provider: istio`',
    only: onlyValues('AutoPassthrough'),
  }),
  ...everywhere('mode', {
    providers: ['envoy-gateway', 'gateway-api'],
    reason: 'only proxies that Istio configures can end mesh mTLS',
    alternative: 'use provider `istio` or `istio-gateway-api`',
    only: onlyValues('Mesh'),
  }),
  ...protocols.map(
    (field): Limit => ({
      field,
      providers: istios,
      reason: 'Istio carries no UDP',
      alternative: 'use provider `envoy-gateway` or `gateway-api`, or a Service of type LoadBalancer',
      only: onlyValues('UDP'),
    }),
  ),
];
