import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatLines } from '../diagnostics/format-lines.ts';
import { toResults } from '../diagnostics/to-results.ts';
import { answeredItems, detectHost, separateConfig } from '../krm/host.ts';
import { parseResourceList } from '../krm/parse-resource-list.ts';
import { writeResourceList } from '../krm/write-resource-list.ts';
import { hasError, render, type Step } from '../render.ts';
import { functionOptions } from './function-options.ts';
import type { Command, ExitCode, System } from './system.ts';
import { wrongUse } from './wrong-use.ts';

const all: readonly Step[] = ['expand', 'patch', 'validate'];

/** The whole function, as hosts call it. */
export const whole: Command = {
  summary: 'the KRM function: a ResourceList on standard input',
  help: '',
  run: (_args, system) => runFunction(all, system),
};

const summaries: Readonly<Record<Step, string>> = {
  expand: 'one step of the KRM function alone: intents become objects',
  patch: 'one step of the KRM function alone: patches of intents, and changes to objects that they do not own',
  validate: 'one step of the KRM function alone: findings, nothing is changed',
};

/** One of the three functions alone. */
export function single(step: Step): Command {
  return {
    summary: summaries[step],
    help: `${summaries[step]}.\n\n  kpt fn source DIR | gateway-intent ${step}\n\nIn a Kptfile: \`exec: gateway-intent ${step}\`.\n`,
    run: (_args, system) => runFunction([step], system),
  };
}

/** Reads a ResourceList, renders it and writes it. With an error the items go out as they came, so that the host changes nothing. */
async function runFunction(asked: readonly Step[], system: System): Promise<ExitCode> {
  if (system.inputIsTerminal) return wrongUse(system, 'a ResourceList is read from standard input, and nothing comes from a terminal');
  const { value: list, diagnostics: unread } = parseResourceList(await system.readInput());
  if (list === undefined) {
    system.err(formatLines(unread));
    return 2;
  }
  const host = detectHost(list);
  const options = functionOptions(list.functionConfig, host);
  const rendering = render(list.items, separateConfig(list), {
    version: system.version,
    steps: options.steps ?? asked,
    complete: options.complete,
    merge: { writesBack: host.writesBack },
  });
  const diagnostics = [...unread, ...options.diagnostics, ...rendering.diagnostics];
  const failed = hasError(diagnostics);
  const items = failed ? list.items : options.emitsNone ? [] : answeredItems(list, host, rendering.items);
  await system.out(writeResourceList(list, items, [...toResults(diagnostics), ...answered(rendering.answers, failed)]));
  if (!host.showsResults || system.env.LOG_TO_STDERR !== undefined) tell(diagnostics, system);
  return failed ? 1 : 0;
}

const answered = (answers: readonly string[], failed: boolean): { message: string; severity: 'info' }[] =>
  failed ? [] : answers.map((message) => ({ message, severity: 'info' }));

function tell(diagnostics: readonly Diagnostic[], system: System): void {
  const lines = formatLines(diagnostics.filter(({ severity }) => severity !== 'info'));
  if (lines !== '') system.err(lines);
}
