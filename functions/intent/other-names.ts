import { didYouMean } from '../diagnostics/did-you-mean.ts';

/** What Istio, the Gateway API and Kubernetes call fields of an intent. */
export const otherNames: Readonly<Record<string, readonly string[]>> = {
  credentialName: ['secretName', 'clientSecretName'],
  credentialNames: ['additionalSecretNames'],
  certificateRefs: ['secretName'],
  caCertCredentialName: ['caSecretName'],
  minProtocolVersion: ['minVersion'],
  maxProtocolVersion: ['maxVersion'],
  hostnames: ['hosts'],
  uri: ['path', 'url'],
  authority: ['host'],
  redirectCode: ['code'],
  statusCode: ['code', 'status'],
  httpStatus: ['status'],
  directResponse: ['respond'],
  corsPolicy: ['cors'],
  destination: ['to', 'backends'],
  route: ['backends', 'routes'],
  backendRefs: ['backends'],
  rules: ['routes'],
  name: ['service'],
  trafficPolicy: ['backendPolicy'],
  fixedDelay: ['fixed'],
  percentage: ['percent'],
  mirrorPercentage: ['percent'],
  outputClaimToHeaders: ['claimsToHeaders'],
  remoteIpBlocks: ['ipBlocks'],
  notIpBlocks: ['notIPBlocks'],
  principals: ['serviceAccounts'],
};

/** What Istio calls values of an intent. */
const otherValues: Readonly<Record<string, string>> = {
  SIMPLE: 'Terminate',
  ISTIO_MUTUAL: 'Mesh',
  AUTO_PASSTHROUGH: 'AutoPassthrough',
  DISABLE: 'Disable',
  LEAST_REQUEST: 'LeastRequest',
  TRUE: 'Enabled',
  FALSE: 'Disabled',
  TLSV1_2: '1.2',
  TLSV1_3: '1.3',
};

/** The value that is meant by one that there is not. */
export function meantValue(value: string, allowed: readonly string[]): string | undefined {
  const other = otherValues[value.toUpperCase().replace('TLSV1.', 'TLSV1_')];
  return allowed.find((one) => one === other) ?? didYouMean(value, allowed);
}
