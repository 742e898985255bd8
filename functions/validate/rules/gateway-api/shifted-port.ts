import { asList, asNumber, asRecord, asText, isSet } from '../../../mesh/loose.ts';
import type { Rule } from '../../rule.ts';
import { at, list, number, rootOf, wrong } from '../../spot.ts';

const owner = 'gateway.envoyproxy.io/owning-gateway-name';

export const shiftedPort: Rule = {
  code: 'GI2911',
  name: 'shifted-port',
  severity: 'warning',
  summary: 'A NetworkPolicy for the pods of Envoy Gateway should name the ports that they listen on.',
  why: 'inside of the pods, 10000 is added to ports below 1024: port 80 is 10080 there',
  fix: 'add 10000 to the port',
  source: 'envoyproxy/gateway, internal/gatewayapi/listener.go',
  *check(world) {
    for (const item of world.ofKind('networking.k8s.io', 'NetworkPolicy')) {
      const spec = at(rootOf(item), 'spec');
      const labels = asRecord(asRecord(asRecord(item.object.spec).podSelector).matchLabels);
      if (!isSet(labels[owner]) && asText(labels['app.kubernetes.io/managed-by']) !== 'envoy-gateway') continue;
      for (const rule of list(spec, 'ingress')) {
        const ports = asList(asRecord(rule.value).ports).map((port) => asNumber(asRecord(port).port));
        for (const port of list(rule, 'ports').map((entry) => at(entry, 'port')))
          if (number(port) > 0 && number(port) < 1024 && !ports.includes(number(port) + 10000))
            yield wrong(port, `is ${number(port)}, which is ${number(port) + 10000} in the pods of Envoy Gateway`, {
              fix: `write ${number(port) + 10000}`,
            });
      }
    }
  },
};
