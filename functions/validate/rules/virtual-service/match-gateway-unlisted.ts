import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { writtenVirtualServices } from '../../spots/written-routes.ts';

export const matchGatewayUnlisted: Rule = {
  code: 'GI2405',
  name: 'match-gateway-unlisted',
  severity: 'error',
  summary: 'Gateways of a match must be among the gateways of its VirtualService.',
  why: 'the VirtualService is not read by the others, so that the match never holds',
  fix: 'add the gateway to `spec.gateways`, or delete it from the match',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest',
  upstream: ['KIA1102'],
  *check(world) {
    for (const { hosts, gateways, http, tls, tcp } of writtenVirtualServices(world)) {
      if (hosts.length === 0) continue;
      const listed = new Set(gateways);
      for (const match of [...http, ...tls, ...tcp].flatMap(({ matches }) => [...matches])) {
        for (const [index, gateway] of match.gateways.entries()) {
          if (listed.has(gateway)) continue;
          yield wrongAt(
            { item: match.field.item, path: [...match.field.path, 'gateways', index] },
            `"${gateway}" is not in \`spec.gateways\`: the match never holds`,
          );
        }
      }
    }
  },
};
