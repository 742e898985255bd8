import { readFile } from 'node:fs/promises';

/**
 * Plugin of esbuild: modules that are imported when they are needed become usual imports. They stand in the same file anyway, and esbuild wraps such modules, and all
 * that they import, in functions, which take longer to call than these modules to evaluate. `elsewhere` says how to get one that stands in another script.
 */
export const flatImports = (elsewhere = () => undefined) => ({
  name: 'flat-imports',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]functions[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const imports = [];
      const flat = source.replaceAll(
        /\bawait import\('([^']+)'\)/g,
        (_, module) => elsewhere(module, path) ?? `lateModule${imports.push(module) - 1}`,
      );
      return { contents: imports.map((module, at) => `import * as lateModule${at} from '${module}';`).join('') + flat, loader: 'ts' };
    });
  },
});
