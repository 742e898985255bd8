import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { posix } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from './bundle-options.mjs';

const folder = 'functions/validate';
export const ruleIndex = `${folder}/rules/index.ts`;

/**
 * Every rule in the order of the index: the module that has it, its name there, and the kinds without all of which it has nothing to look at; none where it
 * looks at anything else.
 */
export async function describedRules() {
  const root = bundleOptions.absWorkingDir;
  const written = readFileSync(posix.join(root, ruleIndex), 'utf8');
  const found = [...written.matchAll(/^import \{ (\w+) \} from '\.\/(.+)';$/gm)].map(([, name, path]) => ({
    name,
    path: `${folder}/rules/${path}`,
  }));
  const imports = found.map(({ name, path }) => `export { ${name} } from './${path}';`);
  const contents = `export { rules } from './${ruleIndex}';\n${imports.join('\n')}`;
  const options = { ...bundleOptions, stdin: { contents, resolveDir: root }, write: false };
  const { rules, ...byName } = evaluated((await build(options)).outputFiles[0].text, posix.join(root, ruleIndex));
  return rules.map((rule) => {
    const place = found.find(({ name }) => byName[name] === rule);
    return { ...place, code: rule.code, kinds: kindsOf(rule) };
  });
}

function evaluated(text, file) {
  const module = { exports: {} };
  new Function('require', 'module', 'exports', text)(createRequire(file), module, module.exports);
  return module.exports;
}

/**
 * What a rule asks an empty package for before it gives up. With none of these kinds, it gets the same answers, so that it comes to the same end: nobody needs to ask it.
 * That holds only if it has seen nothing else of the package.
 */
function kindsOf(rule) {
  const kinds = new Set();
  for (const complete of [false, true]) {
    const seen = { isMore: false };
    const more = () => {
      seen.isMore = true;
      throw seen;
    };
    const world = {
      ofKind(group, kind) {
        kinds.add(`${group}/${kind}`);
        return [];
      },
      complete,
    };
    for (const name of ['items', 'mesh', 'doubtful', 'versions']) Object.defineProperty(world, name, { get: more });
    try {
      if ([...rule.check(world)].length > 0) return [];
    } catch (error) {
      if (error !== seen) throw error;
    }
    if (seen.isMore) return [];
  }
  return [...kinds];
}

/**
 * The rules that have something to look at, as a module in the place of functions/validate/asked-rules.ts. Those of modules that are not `usual` are in another script.
 */
export function askedRules(described, isUsual, elsewhere) {
  const here = described.map(({ path }) => isUsual(path));
  const imports = described
    .map(({ name, path }, at) => (here[at] ? `import { ${name} as rule${at} } from './${posix.relative(folder, path)}';` : ''))
    .filter(Boolean);
  return `${imports.join('\n')}
const rules = [${described.map((_, at) => (here[at] ? `rule${at}` : 'undefined')).join(', ')}];
const kinds = ${JSON.stringify(described.map((rule) => rule.kinds.join(' ')))};
export function askedRules(world) {
  const known = new Map();
  const isThere = (name) => {
    if (!known.has(name)) known.set(name, world.ofKind(...name.split('/')).length > 0);
    return known.get(name);
  };
  const asked = [...rules.keys()].filter((at) => kinds[at] === '' || kinds[at].split(' ').some(isThere));
  const all = asked.every((at) => rules[at] !== undefined) ? rules : ${elsewhere};
  return asked.map((at) => all[at]);
}`;
}
