/**
 * Plugin of esbuild: modules that are imported when they are needed become usual imports. They stand in the same file anyway, and esbuild wraps such modules, and all
 * that they import, in functions, which take longer to call than these modules to evaluate. `elsewhere` says how to get one that stands in another script; `read` gives
 * the source of a file.
 */
export const flatImports = (read, elsewhere = () => undefined) => ({
  name: 'flat-imports',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]functions[\\/].*\.ts$/ }, ({ path }) => {
      const imports = [];
      const flat = read(path).replaceAll(
        /\bawait import\('([^']+)'\)/g,
        (_, module) => elsewhere(module, path) ?? `lateModule${imports.push(module) - 1}`,
      );
      return { contents: imports.map((module, at) => `import * as lateModule${at} from '${module}';`).join('') + flat, loader: 'ts' };
    });
  },
});
