import type { Field } from '../field.ts';
import { asList, asRecord, asText, isSet, type Loose } from '../loose.ts';
import type { HttpMatch } from '../routes/http-rule.ts';
import type { StringMatch } from '../routes/string-match.ts';

const bare = {
  name: '',
  ignoreUriCase: false,
  scheme: undefined,
  authority: undefined,
  withoutHeaders: new Map<string, StringMatch>(),
  port: 0,
  sourceLabels: {},
  sourceNamespace: '',
  gateways: [],
};

/** One entry of `matches` of an HTTPRoute, with the defaults of the API server. */
export function readHttpMatch(match: Loose, field: Field): HttpMatch {
  const method = asText(match.method);
  return {
    ...bare,
    uri: readPath(asRecord(match.path)),
    method: method === '' ? undefined : { kind: 'exact', value: method },
    headers: readNamed(match.headers),
    queryParams: readNamed(match.queryParams),
    field,
  };
}

function readPath(path: Loose): StringMatch {
  const value = isSet(path.value) ? asText(path.value) : '/';
  if (path.type === 'Exact') return { kind: 'exact', value };
  if (path.type === 'RegularExpression') return { kind: 'regex', value };
  return { kind: 'prefix', value: value === '/' ? value : value.replace(/\/$/, '') };
}

/** What comes first counts: later entries with the same name are ignored. */
function readNamed(list: unknown): ReadonlyMap<string, StringMatch> {
  const entries = asList(list)
    .map(asRecord)
    .map(({ name, value, type }): readonly [string, StringMatch] => [
      asText(name),
      { kind: type === 'RegularExpression' ? 'regex' : 'exact', value: asText(value) },
    ]);
  return new Map(entries);
}

/** One entry of `matches` of a GRPCRoute: service and method are the path. */
export function readGrpcMatch(match: Loose, field: Field): HttpMatch {
  return {
    ...bare,
    uri: readMethod(asRecord(match.method)),
    method: undefined,
    headers: readNamed(match.headers),
    queryParams: new Map(),
    field,
  };
}

function readMethod({ type, service, method }: Loose): StringMatch | undefined {
  const [owner, name] = [asText(service), asText(method)];
  if (owner === '' && name === '') return undefined;
  if (owner === '') return { kind: 'regex', value: `/[^/]+/${name}` };
  if (type === 'RegularExpression') return { kind: 'regex', value: name === '' ? `/${owner}/.+` : `/${owner}/${name}` };
  return name === '' ? { kind: 'prefix', value: `/${owner}/` } : { kind: 'exact', value: `/${owner}/${name}` };
}
