/**
 * Modules that a usual run does not come to: they stand in a script of their own, which is read when the first of them is called. Only modules that export nothing
 * but functions can be left for later, and the others of these folders are not.
 */
const rare = new RegExp(
  [
    'mesh/trace/',
    'mesh/outbound/(?!sidecar-index|sidecar-proxies|dns-capture)',
    'mesh/gateway-api/(?:precedence|allowed-namespaces|listener-tls|listeners|filters|backends|route-parts|connection-routes|extension|matches|rules)\\.',
    'mesh/policies/(?:authenticate|secure|pattern|fit-rule|authorize)\\.',
    'mesh/registry/(?:upstream-tls|cluster|under-policy|written-endpoints|aliases)\\.',
    'mesh/routes/(?:string-match|route-match|build-routes|plain-destination|merge-matches)\\.',
    'mesh/listeners/(?:tcp-routes|inbound-listener)\\.',
    'explain/',
    'checks/(?!run-checks|check-findings)',
    'expand/gateway-api/',
    'expand/istio-api/egress/(?!egress|lockdown)',
    'expand/istio-api/(?:string-match|cookies|access-|authorization-provider|meet-paths|in-places|host-forms|ip-field|path-splits|policy-|server-names|request-authentication|token-problems|traffic-policy|owned-weights)',
    'expand/providers/(?:envoy-gateway|mesh-gateway|istio-gateway-api|gateway-api)/',
    'patch/(?:edit|merge)/',
    'patch/(?:apply-patch|changed-paths|identity-change|patch-entry|target|matches-nothing|patch-findings|source-of)\\.',
    'patch/package/(?:findings|instruction|by-hand|change-item|wish|settle)\\.',
    'intent/generated/(?:schema|crd)\\.',
    'intent/(?:bad-host|duration-fix|pattern-meaning|unpack|schema-fields|schema-fixes)\\.',
    'validate/fields/(?:describe|explain)\\.',
    'krm/(?:library-yaml|locate|place-at|strip-annotations|differing-path|additions-since|list-members)\\.',
    'diagnostics/(?:excerpt|printable|where|format-(?!lines|text))',
    'commands/(?:lint|test|explain|eject|init|cmp|install|schema|kustomize-plugin|leaks|request-arguments|wrong-use)',
  ]
    .map((path) => `(?:^functions/${path})`)
    .join('|'),
);

const exported = /^export (?:async )?(function\*?|const|let|class) (\w+)([^\n]*)/gm;
const arrow = / = (?:async )?(?:<.*?>)?\((?:.*=>.*)?$/;
const isFunction = ([, kind, , rest]) =>
  kind.startsWith('function') || (kind === 'const' && (arrow.test(rest) || / = (?:perWorld|memo|lazy)\(/.test(rest)));

/** The names of the values that a module of ours exports. */
export const exportsOf = (source) => [
  ...[...source.matchAll(exported)].map(([, , name]) => name),
  ...[...source.matchAll(/^export \{([^}]*)\}/gm)]
    .flatMap(([, names]) => names.split(',').map((name) => name.replace(/^.* as /s, '').trim()))
    .filter(Boolean),
];

/** Whether a module is left for later: its path from the root, and its text. */
export function isRare(path, source) {
  if (!rare.test(path) || /^export (?:\{|\*|default)/m.test(source)) return false;
  const all = [...source.matchAll(exported)];
  return all.length > 0 && all.every(isFunction);
}

/** Whether a module that is imported when it is needed, whatever it exports, is left for later. */
export const isRareImport = (path) => rare.test(path);
