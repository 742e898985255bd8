import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { formatPath } from '../../../functions/diagnostics/path.ts';
import { display } from '../../../functions/krm/kube-object.ts';
import { askRules } from './ours.ts';

/** What the rules say of the samples that Istio ships. */
export interface JudgedSamples {
  readonly errors: readonly string[];
  readonly summary: string;
}

/** Every file is judged on its own, as a reader of Istio's guides applies it; templates are left out. */
export function judgeSamples(istio: string): JudgedSamples {
  const folder = join(istio, 'samples');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => join(folder, file))
    .filter((file) => !readFileSync(file, 'utf8').includes('{{'))
    .sort();
  const found = files.flatMap((file) => askRules({ files: [file], complete: false }).map((diagnostic) => ({ file, diagnostic })));
  const of = (severity: string) => found.filter(({ diagnostic }) => diagnostic.severity === severity);
  const lines = of('error').map(
    ({ file, diagnostic: { code, object, path, message } }) =>
      `${relative(folder, file)}: ${code} ${object ? display(object) : ''} ${formatPath(path ?? [])}: ${message}`,
  );
  const [errors, warnings, infos] = ['error', 'warning', 'info'].map((severity) => of(severity).length);
  return {
    errors: lines,
    summary: `${files.length} files of Istio's samples: ${errors} errors, ${warnings} warnings, ${infos} remarks.`,
  };
}
