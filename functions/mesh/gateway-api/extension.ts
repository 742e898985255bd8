import { below } from '../field.ts';
import { asNumber, asRecord, asText, isSet, type Loose } from '../loose.ts';
import type { DirectResponse, Rewrite } from '../routes/http-rule.ts';
import type { BackendParts } from './backends.ts';

/** What an HTTPRouteFilter of Envoy Gateway adds to a rule. */
export interface Extension {
  readonly response: DirectResponse | undefined;
  readonly rewrite: Rewrite | undefined;
}

/** The HTTPRouteFilter that a rule refers to; `undefined` for anything else. */
export function readExtension(ref: Loose, { objects, namespace }: BackendParts): Extension | undefined {
  if (ref.group !== 'gateway.envoyproxy.io' || ref.kind !== 'HTTPRouteFilter') return undefined;
  const item = objects.find('gateway.envoyproxy.io', 'HTTPRouteFilter', namespace, asText(ref.name));
  if (!item) return { response: undefined, rewrite: undefined };
  const root = { item, path: ['spec'] };
  const spec = asRecord(item.object.spec);
  const response = asRecord(spec.directResponse);
  const path = asRecord(asRecord(spec.urlRewrite).path);
  const regex = asRecord(path.replaceRegexMatch);
  return {
    response: isSet(spec.directResponse)
      ? { status: asNumber(response.statusCode) ?? 200, body: asText(asRecord(response.body).inline), field: below(root, 'directResponse') }
      : undefined,
    rewrite: isSet(path.replaceRegexMatch)
      ? {
          uri: '',
          authority: '',
          regex: { match: asText(regex.pattern), substitution: asText(regex.substitution) },
          field: below(root, 'urlRewrite'),
        }
      : undefined,
  };
}
