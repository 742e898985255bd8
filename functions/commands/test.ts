import { checkFindings } from '../checks/check-findings.ts';
import { formatJunit } from '../checks/format-junit.ts';
import { formatJson, formatTable } from '../checks/format-results.ts';
import { hasError, render } from '../render.ts';
import { outputOptions, parseArguments } from './arguments.ts';
import { type Package, readAsked } from './read-package.ts';
import { findingsText, summary } from './report-findings.ts';
import type { Command, ExitCode, System } from './system.ts';
import { wrongUse } from './wrong-use.ts';

const help = `Run the \`checks\` of the intents of a folder: does every request end as it says?

  gateway-intent test                        this folder
  gateway-intent test DIR --junit out.xml    another one, with a report for CI

Nothing is sent anywhere: the final objects, hand-written ones and patches included, are asked what their proxies would do. \`render\` and the KRM function
run the checks, too.

  checks:
  - request: GET https://shop.example.com/cart
    expect: {to: "cart.shop:8080"}
  - request: GET https://shop.example.com/admin
    clientIP: 203.0.113.9
    expect: {status: 403}

Options
  -o, --output FORM   text, json (default: text)
      --junit FILE    writes the results as JUnit XML, too
      --complete      the files are the whole cluster: what is not in them does not exist
      --color         colour, also where the output is no terminal

Exit codes: 0 all hold, 1 one at least does not (or the intents are wrong), 2 wrong use.
`;

const options = { ...outputOptions, junit: { type: 'string' }, complete: { type: 'boolean' } } as const;

export const test: Command = {
  summary: 'run the checks of the intents',
  help,
  async run(args, system) {
    const parsed = parseArguments(args, options);
    if ('problem' in parsed) return wrongUse(system, parsed.problem, 'test');
    const { values, positionals } = parsed;
    const [folder = '.', ...more] = positionals;
    if (more.length > 0) return wrongUse(system, `"${more[0]}" is one folder too many`, 'test');
    const form = values.output ?? 'text';
    if (form !== 'text' && form !== 'json') return wrongUse(system, `\`-o ${form}\` must be text or json`, 'test');
    const read = await readAsked(system, folder);
    if (read === undefined) return wrongUse(system, `there is no folder "${folder}"`, 'test');
    return results(read, folder, { form, junit: values.junit, complete: values.complete ?? false, color: values.color ?? false }, system);
  },
};

interface Asked {
  readonly form: 'text' | 'json';
  readonly junit: string | undefined;
  readonly complete: boolean;
  readonly color: boolean;
}

async function results(read: Package, folder: string, { form, junit, complete, color }: Asked, system: System): Promise<ExitCode> {
  const rendering = render(read.items, undefined, {
    version: system.version,
    steps: ['expand', 'patch', 'validate'],
    complete,
    merge: { writesBack: false },
  });
  const found = [...read.diagnostics, ...rendering.diagnostics];
  const others = found.filter(({ severity, code }) => severity === 'error' && !code.startsWith('GI08'));
  if (others.length > 0) system.err(await findingsText(others, 'text', system, color || system.columns !== undefined));
  const { checks } = rendering;
  if (rendering.mesh() === undefined) {
    system.err(`${summary(others)}; no check was run\n`);
    return 1;
  }
  if (checks.length === 0) return wrongUse(system, `there are no checks in "${folder}"`, 'test');
  if (junit !== undefined) system.writeFiles([{ path: junit, content: formatJunit(checks) }]);
  await system.out(form === 'json' ? formatJson(checks) : formatTable(checks, color));
  return hasError([...others, ...checkFindings(checks)]) ? 1 : 0;
}
