import { isAddress } from '../../hosts/host-name.ts';
import { logVariables } from '../../mesh/routes/envoy-variables.ts';
import { headerValueProblem } from '../../mesh/routes/header-value.ts';
import { variableProblem } from '../../mesh/routes/header-variables.ts';
import { gatewayApis, istioApis, istios, type Limit, type Use } from './limit.ts';

/** Values that the definitions of the Gateway API refuse: https://gateway-api.sigs.k8s.io/reference/spec/ */
type Words = Pick<Limit, 'reason' | 'alternative' | 'mending'> & NonNullable<Limit['only']>;

/** Limits that hold at several places. */
const at = (fields: readonly string[], providers: Limit['providers'], { reason, alternative, mending, words, holds }: Words): Limit[] =>
  fields.map((field) => ({ field, providers, reason, alternative, mending, only: { words, holds } }));

const fits = (pattern: RegExp) => (text: unknown) => pattern.test(String(text));
const isToken = fits(/^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/);
const isHostName = fits(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
const isOrigin = fits(/^\*$|^https?:\/\/((\*\.)?([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+|\*)(:[0-9]{1,5})?$/);
const isPath = fits(/^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/);
const isOdd = fits(/\/\/|\/\.\.?\/|\/\.\.?$|%2f/i);
const isPrintable = fits(/^[!-~]+([\t ][!-~]+)*$/);

const istioOnly = 'use provider `istio`';
const conditions = ['headers', 'queryParams'].map((field) => `expose[].routes[].match[].${field}[]`);
const changes = (side: string): string[] => ['set', 'add'].map((verb) => `**.${side}Headers.${verb}.*`);
const everyChange = [...changes('request'), ...changes('response')];
const nameOf = ({ path }: Use): string => String(path.at(-1)).toLowerCase();

/** Values that are right in themselves and that some providers cannot carry. */
export const valueLimits: readonly Limit[] = [
  ...at(everyChange, ['gateway-api'], {
    reason: 'classes differ in what a percent sign means',
    alternative: 'leave it out, or use provider `istio`, `istio-gateway-api` or `envoy-gateway`, where it begins a variable',
    words: 'with `%`',
    holds: ({ value }) => String(value).includes('%'),
  }),
  ...at(everyChange, [...istios, 'envoy-gateway'], {
    reason: 'Envoy reads a percent sign as the beginning of a variable, and refuses all routes where none that it has follows',
    alternative: 'write `%%` for a percent sign, and `%NAME%` for a variable of Envoy',
    words: 'with a single `%` or an unknown `%NAME%`',
    holds: ({ value }) => variableProblem(String(value)) !== undefined,
    mending: ({ value }) => variableProblem(String(value))?.fix,
  }),
  ...at(['policies.accessLog.format'], [...istios, 'envoy-gateway'], {
    reason: 'Envoy reads a percent sign as the beginning of a variable, and refuses all listeners where none that it has follows',
    alternative: 'write `%%` for a percent sign, and `%NAME%` for a variable of Envoy',
    words: 'with a single `%` or an unknown `%NAME%`',
    holds: ({ value }) => variableProblem(String(value), logVariables(true)) !== undefined,
    mending: ({ value }) => variableProblem(String(value), logVariables(true))?.fix,
  }),
  ...at(everyChange, istioApis, {
    reason: 'istiod refuses VirtualServices with it',
    alternative: 'leave out what follows the brackets of a variable, and control characters',
    words: 'with a length, `%NAME(…):10%`, or with control characters',
    holds: ({ value }) => headerValueProblem(String(value)) !== undefined && variableProblem(String(value)) === undefined,
  }),
  ...at(changes('request'), ['envoy-gateway', 'gateway-api'], {
    reason: 'the Host of requests is no header there',
    alternative: 'use `rewrite.host`',
    words: 'for the header `Host`',
    holds: (use) => nameOf(use) === 'host',
  }),
  ...at(everyChange, gatewayApis, {
    reason: 'the Gateway API takes names of letters, digits and signs such as `-`, and values that are printable and not empty',
    alternative: istioOnly,
    words: 'other names and values',
    holds: ({ value, path }) => !isToken(path.at(-1)) || !isPrintable(value),
  }),
  ...at(
    conditions.map((field) => `${field}.name`),
    gatewayApis,
    {
      reason: 'the Gateway API takes names of letters, digits and signs such as `-`',
      alternative: istioOnly,
      words: 'other names',
      holds: ({ value }) => !isToken(value),
    },
  ),
  ...at(
    conditions.map((field) => `${field}.exact`),
    gatewayApis,
    {
      reason: 'the Gateway API compares with values that are not empty',
      alternative: 'use `regex: ^$`',
      words: 'the empty value',
      holds: ({ value }) => value === '',
    },
  ),
  ...at(['expose[].paths[]', ...['exact', 'prefix'].map((field) => `expose[].routes[].match[].path.${field}`)], gatewayApis, {
    reason: 'the Gateway API compares with normalised paths only',
    alternative: 'write other characters as `%C3%A4`, and leave `//`, `/./`, `/../` and `%2F` out; `regex` takes every path',
    words: 'with characters that must be escaped, `//`, `/./`, `/../` or `%2F`',
    holds: ({ value }) => !isPath(value) || isOdd(value),
  }),
  ...at(['expose[].routes[].redirect.host'], gatewayApis, {
    reason: 'the Gateway API takes lower-case names without a port',
    alternative: 'write it in lower case, and its port in `redirect.port`',
    words: 'with capitals or a port',
    holds: ({ value }) => !isHostName(value),
  }),
  ...at(['expose[].routes[].rewrite.host'], gatewayApis, {
    reason: 'the Gateway API takes lower-case names without a port',
    alternative: `write it in lower case and without the port, or ${istioOnly}`,
    words: 'with capitals or a port',
    holds: ({ value }) => value !== 'Auto' && !isHostName(value),
  }),
  ...at(['expose[].routes[].redirect.host', 'expose[].routes[].rewrite.host'], gatewayApis, {
    reason: 'the Gateway API takes names only',
    alternative: `write a name, or ${istioOnly}`,
    words: 'an address',
    holds: ({ value }) => isAddress(String(value)),
  }),
  ...at(['expose[].cors.allowOrigins[].exact', 'expose[].routes[].cors.allowOrigins[].exact'], gatewayApis, {
    reason: 'the Gateway API takes `http://` or `https://` with a host and a port, and nothing behind it',
    alternative: `write the origin as browsers send it, or ${istioOnly} for origins of other schemes`,
    words: 'of other schemes, or with a path',
    holds: ({ value }) => !isOrigin(value),
  }),
  ...at(['expose[].cors.maxAge', 'expose[].routes[].cors.maxAge'], gatewayApis, {
    reason: 'the Gateway API takes a second or more',
    alternative: 'leave it out',
    words: '`0s`',
    holds: ({ value }) => /^(0+[hms])+$/.test(String(value)),
  }),
];
