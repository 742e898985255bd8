/**
 * Modules that most runs do not need. Each is loaded when something of it is first used: the parts of Node among them take longer to load than most packages take
 * to render.
 */
export const lateLibraries = ['ignore', 're2js', 'rfc6902', 'yaml'];
const late = [...lateLibraries, 'node:crypto', 'node:net', 'node:tty', 'node:url', 'node:util', 'node:v8', 'node:zlib'];

/** What stands in for the functions and classes of a module. */
const standIns = (name, exported) => `
let loaded;
const standIn = (own) =>
  new Proxy(function () {}, {
    apply: (_, self, parameters) => own()(...parameters),
    construct: (_, parameters) => new (own())(...parameters),
    get: (_, key) => own()[key],
  });
const module_ = () => (loaded ??= require(${JSON.stringify(name)}));
export default /* @__PURE__ */ standIn(() => module_().default ?? module_());
${exported.map((each) => `export const ${each} = /* @__PURE__ */ standIn(() => module_().${each});`).join('\n')}
`;

const exportsOf = async (name) => Object.keys(await import(name)).filter((each) => each !== 'default' && /^[A-Za-z]\w*$/.test(each));

/** Plugin of esbuild: what our own sources import of these modules becomes its stand-in. The libraries are scripts of their own. */
export const lateModules = (root) => ({
  name: 'late-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(?:${late.join('|')})$`) }, ({ path, kind, namespace }) =>
      kind === 'import-statement' && namespace === 'file' ? { path, namespace: 'late' } : undefined,
    );
    onResolve({ filter: /.*/, namespace: 'late' }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'late' }, async ({ path }) => ({
      contents: standIns(path, await exportsOf(path)),
      resolveDir: root,
    }));
  },
});
