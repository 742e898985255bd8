import type { BackendPolicy, TLSOrigination } from '../generated/gateway-intent.ts';

type ClientTLS = Pick<NonNullable<BackendPolicy['tls']> | TLSOrigination, 'ca' | 'clientSecretName'> & { readonly validation?: string };

/**
 * A CA that Istio would not look at: beside a client certificate it takes the one in the same Secret, or in the Secret of that name with `-cacert`
 * (`credentialName` of ClientTLSSettings, networking/v1alpha3/destination_rule.proto of istio/api). `field` is the name of the TLS settings.
 */
export function unusedAuthority({ ca, clientSecretName: client, validation }: ClientTLS, field: string) {
  if (client === undefined) return undefined;
  const where = `"${client}" itself, or in the Secret "${client}-cacert"`;
  const fix = `name the Secret "${client}-cacert", or put \`ca.crt\` into "${client}" and leave \`ca\` out`;
  if (ca !== undefined && (ca.kind === 'ConfigMap' || ![client, `${client}-cacert`].includes(ca.name)))
    return { below: 'ca', message: `\`${field}.ca\` is not looked at: beside a client certificate Istio finds the CA in ${where}`, fix };
  if (validation === 'System')
    return {
      below: 'validation',
      message: `\`${field}.validation\` must not be System: beside a client certificate Istio verifies with the CA in ${where}`,
      fix: `remove it, and put the CA of the host into "${client}" as \`ca.crt\``,
    };
  return undefined;
}
