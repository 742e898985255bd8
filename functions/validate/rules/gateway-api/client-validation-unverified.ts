import { clientValidationMode } from '../../../mesh/gateway-api/listener-tls.ts';
import type { Rule } from '../../rule.ts';
import { at, deep, isMap, isSet, length, members, rootOf, type Spot, wrong } from '../../spot.ts';

export const clientValidationUnverified: Rule = {
  code: 'GI2934',
  name: 'client-validation-unverified',
  severity: 'error',
  summary: 'Certificates of clients must be verified by an authority, and what they must have asked for where they are.',
  why: 'without an authority Envoy Gateway refuses the policy and answers every request of the listener with 500; without verification it lets any certificate in',
  fix: 'name a Secret or ConfigMap with `ca.crt` in `caCertificateRefs`',
  source: 'envoyproxy/gateway, internal/gatewayapi/clienttrafficpolicy.go (buildListenerTLSParameters)',
  *check(world) {
    for (const item of world.ofKind('gateway.envoyproxy.io', 'ClientTrafficPolicy')) {
      const validation = deep(rootOf(item), 'spec', 'tls', 'clientValidation');
      if (!isMap(validation)) continue;
      const { name, verifies } = clientValidationMode(validation.value as Readonly<Record<string, unknown>>);
      if (!verifies) {
        const fix = 'set `mode: RequireAndVerify`, or delete it';
        for (const spot of demands(validation)) yield wrong(spot, `is not looked at with \`mode: ${name}\``, { fix });
      } else if (length(at(validation, 'caCertificateRefs')) === 0)
        yield wrong(
          validation,
          `has no \`caCertificateRefs\`, which \`mode: ${name}\`${isSet(at(validation, 'mode')) ? '' : ', the default,'} needs`,
        );
    }
  },
};

const demands = (validation: Spot): readonly Spot[] => [
  ...members(at(validation, 'subjectAltNames')).filter((names) => length(names) > 0),
  ...['spkiHashes', 'certificateHashes'].map((field) => at(validation, field)).filter((hashes) => length(hashes) > 0),
];
