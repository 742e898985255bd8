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

/** Whether a module exports nothing but functions, for each of which another can stand. */
export function exportsFunctions(source) {
  if (/^export (?:\{|\*|default)/m.test(source)) return false;
  const all = [...source.matchAll(exported)];
  return all.length > 0 && all.every(isFunction);
}
