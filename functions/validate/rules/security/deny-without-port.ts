import type { Rule } from '../../rule.ts';
import { at, isSet, length, list, wrong } from '../../spot.ts';
import { policyRules } from '../../spots/authorization.ts';

export const denyWithoutPort: Rule = {
  code: 'GI1614',
  name: 'deny-without-port',
  severity: 'warning',
  summary: 'A rule that denies by what HTTP says should name a port.',
  why: 'proxies cannot read HTTP on TCP ports, and deny everything there',
  fix: 'add `ports` to `to.operation`',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateAuthorizationPolicy)',
  upstream: ['IST0133'],
  *check(world) {
    for (const { rule, policy } of policyRules(world)) {
      if (policy.action !== 'DENY') continue;
      const sources = list(rule, 'from')
        .map((from) => at(from, 'source'))
        .filter(isSet);
      const operations = list(rule, 'to')
        .map((to) => at(to, 'operation'))
        .filter(isSet);
      const knowsClient = sources.some((source) => onAnyPort.some((name) => length(at(source, name)) > 0));
      const knowsPort = operations.some((operation) => ['ports', 'notPorts'].some((name) => length(at(operation, name)) > 0));
      if ((sources.length > 0 && operations.length === 0 && !knowsClient) || (operations.length > 0 && !knowsPort))
        yield wrong(
          rule,
          'denies everything on TCP ports, because it looks at HTTP alone',
          rule.item.origin === undefined ? {} : { fix: ofIntent },
        );
    }
  },
};

/** Rules that follow from an intent name ports where the Service says which. */
const ofIntent = 'add the Service of the backend to the package: its port is then named in the rule';

/** What proxies know of a client without reading HTTP. */
const onAnyPort = [
  ...['principals', 'notPrincipals', 'namespaces', 'notNamespaces', 'serviceAccounts', 'notServiceAccounts'],
  ...['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'],
];
