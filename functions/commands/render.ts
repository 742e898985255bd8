import { isIntent } from '../intent/read.ts';
import { duplicateObjects } from '../krm/duplicate-objects.ts';
import { writeManifests } from '../krm/write-manifests.ts';
import { hasError, render as renderItems } from '../render.ts';
import { outputOptions, parseArguments } from './arguments.ts';
import { withoutPruning } from './left-out.ts';
import { readPackage } from './read-package.ts';
import { findingsText, isOutputForm, outputForms, summary } from './report-findings.ts';
import type { Command } from './system.ts';
import { wrongUse } from './wrong-use.ts';

const help = `Print the complete manifests of a folder as one YAML stream.

  gateway-intent render            this folder
  gateway-intent render DIR        another one
  gateway-intent render DIR | kubectl apply -f -

Manifests go to standard output: generated and hand-written ones, never the intents. Findings, and which URL is served by what, go to standard error.
With an error nothing is printed on standard output.

Options
  -o, --output FORM   findings as ${outputForms.join(', ')} (default: text)
      --complete      the files are the whole cluster: what is not in them does not exist
  -q, --quiet         no answers and no notes, only warnings and errors
      --color         colour, also where the output is no terminal
`;

export const render: Command = {
  summary: 'the complete manifests of a folder',
  help,
  async run(args, system) {
    const options = { ...outputOptions, complete: { type: 'boolean' }, quiet: { type: 'boolean', short: 'q' } } as const;
    const parsed = parseArguments(args, options);
    if ('problem' in parsed) return wrongUse(system, parsed.problem, 'render');
    const [folder = '.', ...more] = parsed.positionals;
    if (more.length > 0) return wrongUse(system, `"${more[0]}" is one folder too many`, 'render');
    const form = parsed.values.output ?? 'text';
    if (!isOutputForm(form)) return wrongUse(system, `\`-o ${form}\` must be one of ${outputForms.join(', ')}`, 'render');
    const read = readPackage(system, folder);
    if (read === undefined) return wrongUse(system, `there is no folder "${folder}"`, 'render');
    const rendering = renderItems(read.items, undefined, {
      version: system.version,
      steps: ['expand', 'patch', 'validate'],
      complete: parsed.values.complete ?? false,
      merge: { writesBack: false },
    });
    const found = [
      ...read.diagnostics,
      ...read.leftOut.map(withoutPruning),
      ...rendering.diagnostics,
      ...duplicateObjects(rendering.items),
    ].filter(({ severity }) => !parsed.values.quiet || severity !== 'info');
    system.err(await findingsText(found, form, system, parsed.values.color ?? system.columns !== undefined));
    if (hasError(found)) {
      if (form === 'text') system.err(`${summary(found)}; no manifests are printed\n`);
      return 1;
    }
    const manifests = writeManifests(rendering.items);
    const none = read.items.some(isIntent)
      ? `the intents in "${folder}" ask for nothing, and there is nothing else`
      : `there are no manifests in "${folder}"`;
    if (manifests === '') return wrongUse(system, none, 'render');
    await system.out(manifests);
    if (form === 'text' && !parsed.values.quiet) system.err(rendering.answers.map((answer) => `${answer}\n`).join(''));
    return 0;
  },
};
