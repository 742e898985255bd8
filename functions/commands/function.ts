import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatLines } from '../diagnostics/format-lines.ts';
import { toResults } from '../diagnostics/to-results.ts';
import { isIntent } from '../intent/read.ts';
import { duplicateObjects } from '../krm/duplicate-objects.ts';
import { answeredItems, detectHost, type Host, separateConfig } from '../krm/host.ts';
import type { Item } from '../krm/item.ts';
import { parseResourceList } from '../krm/parse-resource-list.ts';
import type { ResourceList } from '../krm/resource-list.ts';
import { writeResourceList } from '../krm/write-resource-list.ts';
import { hasError, render, type Step } from '../render.ts';
import { functionOptions } from './function-options.ts';
import type { Command, ExitCode, System } from './system.ts';
import { wrongUse } from './wrong-use.ts';

export const allSteps: readonly Step[] = ['expand', 'patch', 'validate'];

/** The whole function, as hosts call it. */
export const whole: Command = {
  summary: 'the KRM function: a ResourceList on standard input',
  help: '',
  run: (_args, system) => runFunction(allSteps, system),
};

const summaries: Readonly<Record<Step, string>> = {
  expand: 'one step of the KRM function alone: intents become objects',
  patch: 'one step of the KRM function alone: patches of intents, and changes to objects that they do not own',
  validate: 'one step of the KRM function alone: findings, nothing is changed',
};

const helpOf = (step: Step): string => `${summaries[step].replace(/^o/, 'O')}.

  kpt fn source DIR | gateway-intent ${step}
  kpt fn render DIR --allow-exec          with \`exec: gateway-intent ${step}\` in the Kptfile

A ResourceList is read from standard input, and one is written to standard output. All three steps at once are \`gateway-intent\` without a command; for a folder
there are \`gateway-intent render DIR\` and \`gateway-intent lint DIR\`.
`;

/** One of the three functions alone. */
export function single(step: Step): Command {
  return {
    summary: summaries[step],
    help: helpOf(step),
    async run(args, system) {
      if (args.length === 0) return runFunction([step], system);
      const instead = step === 'validate' ? 'lint' : 'render';
      return wrongUse(
        system,
        `\`${step}\` takes no arguments, it reads a ResourceList; for a folder there is \`gateway-intent ${instead} DIR\``,
        step,
      );
    },
  };
}

/** Reads a ResourceList, renders it and writes it. */
async function runFunction(asked: readonly Step[], system: System): Promise<ExitCode> {
  if (system.inputIsTerminal) return wrongUse(system, 'a ResourceList is read from standard input, and nothing comes from a terminal');
  const { output, diagnostics, host } = respond(await system.readInput(), asked, system.version);
  if (output === undefined) {
    system.err(formatLines(diagnostics));
    return 2;
  }
  await system.out(output);
  if (host?.showsResults === false || system.env.LOG_TO_STDERR !== undefined) tell(diagnostics, system);
  return hasError(diagnostics) ? 1 : 0;
}

/** The answer to what came on standard input. */
export interface Response {
  /** A ResourceList; `undefined` where none came. With an error its items are those that came, so that the host changes nothing. */
  readonly output: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly host: Host | undefined;
}

export function respond(input: Uint8Array, asked: readonly Step[], version: string): Response {
  const { value: list, diagnostics: unread } = parseResourceList(input);
  if (list === undefined) return { output: undefined, diagnostics: unread, host: undefined };
  const host = detectHost(list);
  const { items, diagnostics, answers } = answer(list, host, asked, version, unread);
  return { output: writeResourceList(list, items, [...toResults(diagnostics), ...answers.map(asResult)]), diagnostics, host };
}

const asResult = (message: string): { message: string; severity: 'info' } => ({ message, severity: 'info' });

/** What the function says to a list. */
export interface Answer {
  readonly items: readonly Item[];
  readonly diagnostics: readonly Diagnostic[];
  /** Which URL is served by what; none with an error. */
  readonly answers: readonly string[];
}

/** The answer to a list. With an error the items are those that came. */
export function answer(
  list: ResourceList,
  host: Host,
  asked: readonly Step[],
  version: string,
  unread: readonly Diagnostic[] = [],
): Answer {
  const options = functionOptions(list.functionConfig, host);
  const steps = options.steps ?? asked;
  const { own, others } = options.ownPackage ? splitPackages(list.items) : { own: list.items, others: [] };
  const rendering = render(own, separateConfig(list), {
    version,
    steps,
    complete: options.complete,
    merge: { writesBack: host.writesBack },
  });
  const diagnostics = [...unread, ...options.diagnostics, ...rendering.diagnostics, ...duplicateObjects(rendering.items)];
  if (hasError(diagnostics)) return { items: list.items, diagnostics, answers: [] };
  if (options.emitsNone) return { items: [], diagnostics, answers: rendering.answers };
  const items = answeredItems(list, host, [...others, ...rendering.items]);
  return { items: isDone(host, steps) ? items.filter((item) => !isIntent(item)) : items, diagnostics, answers: rendering.answers };
}

/** The items of the package whose pipeline runs, and those of its subpackages: kpt hands over both, and names the package of each. */
function splitPackages(items: readonly Item[]): { readonly own: readonly Item[]; readonly others: readonly Item[] } {
  const paths = items.flatMap(({ source: { packagePath } }) => packagePath ?? []);
  const outermost = paths.reduce<string | undefined>(
    (shortest, path) => (shortest === undefined || path.length < shortest.length ? path : shortest),
    undefined,
  );
  const isOwn = ({ source: { packagePath } }: Item): boolean => packagePath === undefined || packagePath === outermost;
  return { own: items.filter(isOwn), others: items.filter((item) => !isOwn(item)) };
}

/** Kustomize puts out whatever it is answered. An intent has done its work when all of its steps are done, and no cluster knows it. */
const isDone = (host: Host, steps: readonly Step[]): boolean =>
  host.name === 'kustomize transformer' && allSteps.every((step) => steps.includes(step));

/** Warnings and errors on standard error, for hosts that show nothing else. */
export function tell(diagnostics: readonly Diagnostic[], system: System): void {
  const lines = formatLines(diagnostics.filter(({ severity }) => severity !== 'info'));
  if (lines !== '') system.err(lines);
}
