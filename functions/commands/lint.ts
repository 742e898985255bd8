import { hasError, render } from '../render.ts';
import { outputOptions, parseArguments } from './arguments.ts';
import { leakedIntents, nothingGenerated } from './leaks.ts';
import { readAsked } from './read-package.ts';
import { findingsText, isOutputForm, outputForms, summary } from './report-findings.ts';
import type { Command } from './system.ts';
import { wrongUse } from './wrong-use.ts';

const help = `Check a folder of manifests; no intent is needed.

  gateway-intent lint              this folder
  gateway-intent lint DIR          another one
  gateway-intent lint DIR -o github
  kustomize build . | gateway-intent lint - --expect-generated

Findings go to standard output. \`-\` is a stream on standard input, as a build puts it out: an intent in it is an error, because the build did not expand it.

Options
  -o, --output FORM   ${outputForms.join(', ')} (default: text)
      --complete      the files are the whole cluster: what is not in them does not exist
      --expect-generated
                      fail when gateway-intent made nothing of what is read: the build skipped it
      --color         colour, also where the output is no terminal
`;

export const lint: Command = {
  summary: 'only the findings, for any manifests of Istio and the Gateway API',
  help,
  async run(args, system) {
    const options = { ...outputOptions, complete: { type: 'boolean' }, 'expect-generated': { type: 'boolean' } } as const;
    const parsed = parseArguments(args, options);
    if ('problem' in parsed) return wrongUse(system, parsed.problem, 'lint');
    const [folder = '.', ...more] = parsed.positionals;
    if (more.length > 0) return wrongUse(system, `"${more[0]}" is one folder too many`, 'lint');
    const form = parsed.values.output ?? 'text';
    if (!isOutputForm(form)) return wrongUse(system, `\`-o ${form}\` must be one of ${outputForms.join(', ')}`, 'lint');
    const isStream = folder === '-';
    const read = await readAsked(system, folder);
    if (read === undefined) return wrongUse(system, `there is no folder "${folder}"`, 'lint');
    if (isStream && !parsed.values['expect-generated'] && read.items.length + read.diagnostics.length === 0)
      return wrongUse(system, 'standard input holds no objects', 'lint');
    const { diagnostics } = render(read.items, undefined, {
      version: system.version,
      steps: ['expand', 'patch', 'validate'],
      complete: parsed.values.complete ?? false,
      merge: { writesBack: false },
    });
    const expected = parsed.values['expect-generated'] ? nothingGenerated(read.items) : [];
    const found = [...read.diagnostics, ...(isStream ? leakedIntents(read.items) : []), ...expected, ...diagnostics];
    await system.out(await findingsText(found, form, system, parsed.values.color ?? false));
    if (form === 'text')
      system.err(`${read.items.length} object${read.items.length === 1 ? '' : 's'} checked: ${summary(found) || 'nothing to report'}\n`);
    return hasError(found) ? 1 : 0;
  },
};
