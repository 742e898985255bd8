import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from './bundle-options.mjs';
import { exportsFunctions, exportsOf } from './exports.mjs';
import { flatImports } from './flat.mjs';
import { lateLibraries, lateModules } from './late.mjs';
import { askedRules, describedRules, ruleIndex } from './rules.mjs';
import { usualModules } from './usual-modules.mjs';

const root = bundleOptions.absWorkingDir;
const pathOf = (file) => relative(root, file).replaceAll('\\', '/');
const sourceOf = (path) => readFileSync(join(root, path), 'utf8');
const isOurs = /[\\/]functions[\\/].*\.ts$/;
const lateModule = (path) => `require('late').modules[${JSON.stringify(path)}]`;

/** The sources of the program, where only those rules are asked that have something to look at. */
const asking = (described, isUsual) => {
  const replaced = askedRules(described, isUsual, `${lateModule(ruleIndex)}.rules`);
  return (file) => (pathOf(file) === 'functions/validate/asked-rules.ts' ? replaced : sourceOf(pathOf(file)));
};

/** In the main script: calls of modules that are not usual load the late script. */
const standIns = (asked, isUsual) => ({
  name: 'stand-ins',
  setup({ onLoad }) {
    onLoad({ filter: isOurs }, ({ path: file }) => {
      const path = pathOf(file);
      const source = sourceOf(path);
      if (isUsual(path) || !exportsFunctions(source)) return undefined;
      asked.add(path);
      // Names of their own: one of ours might be called `require`.
      const called = (name, at) =>
        `function call${at}(...parameters) { return ${lateModule(path)}.${name}(...parameters); }
export { call${at} as ${name} };`;
      return { contents: exportsOf(source).map(called).join('\n'), loader: 'js' };
    });
  },
});

/** Modules that are imported when they are needed: of the late script, or of the same one. */
const laterImports = (asked, isUsual) => (module, importer) => {
  const path = pathOf(join(dirname(importer), module));
  if (isUsual(path)) return undefined;
  asked.add(path);
  return lateModule(path);
};

/** In the late script: what the main script has is taken from there. */
const fromMain = (main, used) => ({
  name: 'from-main',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir, namespace }) => {
      const found = pathOf(join(resolveDir, path));
      return namespace === 'file' && main.has(found) ? { path: found, namespace: 'main' } : undefined;
    });
    onLoad({ filter: /.*/, namespace: 'main' }, ({ path }) => {
      used.add(path);
      const names = exportsOf(sourceOf(path));
      const taken = names.map((name, at) => `const value${at} = exposed.${name};\nexport { value${at} as ${name} };`);
      return { contents: `const exposed = require('main').expose(${JSON.stringify(path)});\n${taken.join('\n')}` };
    });
  },
});

const external = {
  name: 'scripts',
  setup: ({ onResolve }) => void onResolve({ filter: /^(?:main|late)$/ }, ({ path }) => ({ path, external: true })),
};

const entry = (contents) => ({ stdin: { contents, resolveDir: root, sourcefile: 'entry.js' } });
const program = { entryPoints: ['functions/main.ts'] };

async function bundled(options, plugins, minify) {
  const { outputFiles, metafile } = await build({
    ...bundleOptions,
    ...options,
    minify,
    write: false,
    metafile: true,
    plugins: [external, ...plugins, lateModules(root)],
  });
  return { text: outputFiles[0].text, inputs: Object.keys(metafile.inputs) };
}

/** Hands modules of the main script to the late one, when it is there. */
function exposing(paths) {
  const names = paths.map((path) => exportsOf(sourceOf(path)));
  const imports = paths.map(
    (path, at) => `import { ${names[at].map((name) => `${name} as m${at}_${name}`).join(', ')} } from './${path}';`,
  );
  const cases = paths.map(
    (path, at) => `case ${JSON.stringify(path)}: return { ${names[at].map((name) => `${name}: m${at}_${name}`).join(', ')} };`,
  );
  return `${imports.join('\n')}\nexport function expose(path) { switch (path) {\n${cases.join('\n')}\n} }\nimport './functions/main.ts';\n`;
}

/** The program as scripts: `main` for what usual runs do, `late` for the rest, and one for each library that few runs need. */
export async function scripts({ minify }) {
  const described = await describedRules();
  const whole = await bundled(program, [flatImports(asking(described, () => true))], false);
  const usual = usualModules(whole.text);
  const isUsual = (path) => usual.has(path);
  const read = asking(described, isUsual);
  const asked = new Set([ruleIndex]);
  const plugins = [standIns(asked, isUsual), flatImports(read, laterImports(asked, isUsual))];
  const first = await bundled(program, plugins, minify);
  const main = new Set(first.inputs.filter((path) => path.endsWith('.ts') && !asked.has(path)));
  const used = new Set();
  const modules = [...asked].sort();
  const imports = modules.map((path, at) => `import * as m${at} from './${path}';`).join('\n');
  const table = modules.map((path, at) => `${JSON.stringify(path)}: m${at}`).join(',\n');
  const late = await bundled(
    entry(`${imports}\nexport const modules = {\n${table}\n};\n`),
    [fromMain(main, used), flatImports(read)],
    minify,
  );
  const all = await bundled(entry(exposing([...used].sort())), plugins, minify);
  const libraries = lateLibraries.map(async (name) => [
    name,
    (await build({ ...bundleOptions, ...entry(`module.exports = require(${JSON.stringify(name)});`), minify, write: false })).outputFiles[0]
      .text,
  ]);
  return { main: all.text, late: late.text, ...Object.fromEntries(await Promise.all(libraries)) };
}
