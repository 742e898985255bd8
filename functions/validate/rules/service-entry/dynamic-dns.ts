import type { Rule } from '../../rule.ts';
import { at, deep, length, list, rootOf, text, wrong } from '../../spot.ts';
import { serviceEntries } from '../../spots/service-entry.ts';

export const dynamicDns: Rule = {
  code: 'GI1408',
  name: 'dynamic-dns',
  severity: 'error',
  summary: 'DYNAMIC_DNS must be used with wildcard hosts and HTTP or TLS, without addresses and endpoints.',
  why: 'the webhook of istiod refuses the object',
  fix: 'name a host such as `*.example.com` with a port of HTTP or TLS',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateServiceEntry)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { spec, resolution } of serviceEntries(world)) {
      if (resolution !== 'DYNAMIC_DNS') continue;
      for (const host of list(spec, 'hosts'))
        if (!text(host).startsWith('*')) yield wrong(host, 'must be a wildcard when `resolution` is DYNAMIC_DNS');
      for (const name of ['addresses', 'endpoints'])
        if (length(at(spec, name)) > 0) yield wrong(at(spec, name), 'must not be set when `resolution` is DYNAMIC_DNS');
      for (const protocol of list(spec, 'ports').map((port) => at(port, 'protocol')))
        if (!/^(http|tls|grpc|http2)$/i.test(text(protocol)))
          yield wrong(protocol, 'must be HTTP, TLS, GRPC or HTTP2 when `resolution` is DYNAMIC_DNS');
      const waypoint = text(deep(rootOf(spec.item), 'metadata', 'labels', 'istio.io/use-waypoint'));
      if (text(at(spec, 'location')) === 'MESH_INTERNAL' && waypoint !== '' && waypoint.toLowerCase() !== 'none')
        yield wrong(at(spec, 'location'), 'must not be MESH_INTERNAL when `resolution` is DYNAMIC_DNS and a waypoint is used');
    }
  },
};
