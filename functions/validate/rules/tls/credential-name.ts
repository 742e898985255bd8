import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { secretNameOf, serverCredentials } from '../../spots/server-credentials.ts';

const secretName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

export const credentialName: Rule = {
  code: 'GI2314',
  name: 'credential-name',
  severity: 'error',
  summary: 'A `credentialName` must be a name that a Secret can have.',
  why: 'nobody checks it: the pods wait for a certificate that cannot exist, and every handshake fails',
  fix: 'write the name of the Secret, in small letters, digits, dashes and dots',
  source: 'istio/istio, pkg/config/validation/validation.go (validateTLSOptions)',
  *check(world) {
    for (const { field, written } of serverCredentials(world)) {
      const secret = secretNameOf(written);
      if (written.startsWith('configmap://')) yield wrongAt(field, `"${written}" must be the name of a Secret, not of a ConfigMap`);
      else if (secret !== undefined && (!secretName.test(secret.name) || secret.name.length > 253))
        yield wrongAt(field, `"${written}" must be a name that a Secret can have`);
    }
  },
};
