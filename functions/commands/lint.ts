import { hasError, render } from '../render.ts';
import { outputOptions, parseArguments } from './arguments.ts';
import { readPackage } from './read-package.ts';
import { findingsText, isOutputForm, outputForms, summary } from './report-findings.ts';
import type { Command } from './system.ts';
import { wrongUse } from './wrong-use.ts';

const help = `Check a folder of manifests; no intent is needed.

  gateway-intent lint              this folder
  gateway-intent lint DIR          another one
  gateway-intent lint DIR -o github

Findings go to standard output.

Options
  -o, --output FORM   ${outputForms.join(', ')} (default: text)
      --complete      the files are the whole cluster: what is not in them does not exist
      --color         colour, also where the output is no terminal
`;

export const lint: Command = {
  summary: 'only the findings, for any manifests of Istio and the Gateway API',
  help,
  async run(args, system) {
    const parsed = parseArguments(args, { ...outputOptions, complete: { type: 'boolean' } } as const);
    if ('problem' in parsed) return wrongUse(system, parsed.problem, 'lint');
    const [folder = '.', ...more] = parsed.positionals;
    if (more.length > 0) return wrongUse(system, `"${more[0]}" is one folder too many`, 'lint');
    const form = parsed.values.output ?? 'text';
    if (!isOutputForm(form)) return wrongUse(system, `\`-o ${form}\` must be one of ${outputForms.join(', ')}`, 'lint');
    const read = readPackage(system, folder);
    if (read === undefined) return wrongUse(system, `there is no folder "${folder}"`, 'lint');
    const { diagnostics } = render(read.items, undefined, {
      version: system.version,
      steps: ['expand', 'patch', 'validate'],
      complete: parsed.values.complete ?? false,
      merge: { writesBack: false },
    });
    const found = [...read.diagnostics, ...diagnostics];
    await system.out(await findingsText(found, form, system, parsed.values.color ?? false));
    if (form === 'text') system.err(`${read.items.length} objects checked: ${summary(found) || 'nothing to report'}\n`);
    return hasError(found) ? 1 : 0;
  },
};
