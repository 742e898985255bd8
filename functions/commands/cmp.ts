import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatLines } from '../diagnostics/format-lines.ts';
import { inOrder } from '../diagnostics/in-order.ts';
import { isIntent } from '../intent/read.ts';
import { duplicateObjects } from '../krm/duplicate-objects.ts';
import { writeManifests } from '../krm/write-manifests.ts';
import { render } from '../render.ts';
import { helpOption, parseArguments } from './arguments.ts';
import { announcement, readSettings } from './cmp-parameters.ts';
import { type Package, readPackage } from './read-package.ts';
import type { Command, ExitCode, System } from './system.ts';
import { wrongUse } from './wrong-use.ts';

const help = `The commands of a config management plugin of Argo CD. None of them reads standard input.

  gateway-intent cmp generate [DIR]     the manifests of an application, on standard output
  gateway-intent cmp discover [DIR]     a line when there is an intent in the folder, otherwise nothing
  gateway-intent cmp parameters         what an Application may set, as Argo CD reads it

An application without an intent, or without objects, is an error: Argo CD would take the empty answer as an order to prune everything.
`;

type Step = (folder: string, system: System) => Promise<ExitCode>;

const steps: Readonly<Record<string, Step>> = {
  generate,
  discover,
  async parameters(_folder, system) {
    await system.out(`${announcement()}\n`);
    return 0;
  },
};

export const cmp: Command = {
  summary: 'a config management plugin of Argo CD',
  help,
  async run(args, system) {
    const parsed = parseArguments(args, helpOption);
    if ('problem' in parsed) return wrongUse(system, parsed.problem, 'cmp');
    const [name = '', folder = '.', ...more] = parsed.positionals;
    const step = Object.hasOwn(steps, name) ? steps[name] : undefined;
    if (step === undefined) return wrongUse(system, `\`cmp\` must be followed by ${Object.keys(steps).join(', ')}`, 'cmp');
    if (more.length > 0) return wrongUse(system, `"${more[0]}" is one folder too many`, 'cmp');
    return step(folder, system);
  },
};

/** The folder's objects; a message where it cannot be taken as an application. */
function readApplication(folder: string, system: System): Package | { readonly problem: string } {
  const read = readPackage(system, folder);
  if (read === undefined) return { problem: `there is no folder "${folder}"` };
  const [outside] = read.linksOutside;
  return outside === undefined ? read : { problem: `"${outside}" is a link to a file outside of the application` };
}

async function discover(folder: string, system: System): Promise<ExitCode> {
  const read = readPackage(system, folder);
  const intent = read?.items.find(isIntent);
  if (intent !== undefined && !read?.leftOut.some(({ code }) => code === 'GI0016')) await system.out(`${intent.source.file}\n`);
  return 0;
}

async function generate(folder: string, system: System): Promise<ExitCode> {
  const fail = (problem: string): ExitCode => {
    system.err(`error: ${problem}\n`);
    return 1;
  };
  const settings = readSettings(system);
  if ('problem' in settings) return fail(settings.problem as string);
  const read = readApplication(folder, system);
  if ('problem' in read) return fail(read.problem);
  const isEmpty = !read.items.some(isIntent);
  if (isEmpty && !settings['allow-empty'] && read.diagnostics.length + read.leftOut.length === 0)
    return fail('there is no GatewayIntent in this folder; set parameter allow-empty to "true" if that is right');
  const { items, diagnostics } = render(read.items, undefined, {
    version: system.version,
    steps: ['expand', 'patch', 'validate'],
    complete: settings.complete,
    merge: { writesBack: false },
  });
  const found = [...read.diagnostics, ...read.leftOut, ...diagnostics, ...duplicateObjects(items)];
  system.err(shortLines(found.filter(({ severity }) => severity !== 'info')));
  if (found.some(({ severity }) => severity === 'error' || (severity === 'warning' && settings['fail-on-warnings']))) return 1;
  const manifests = writeManifests(items);
  if (manifests === '' && !settings['allow-empty'])
    return fail('this folder becomes no objects at all; set parameter allow-empty to "true" if that is right');
  await system.out(manifests);
  return 0;
}

/** Argo CD shows all of standard error in one box. */
const shown = 8;

function shortLines(diagnostics: readonly Diagnostic[]): string {
  const left = diagnostics.length - shown;
  return (
    formatLines(inOrder(diagnostics).slice(0, shown)) + (left > 0 ? `and ${left} more: \`gateway-intent render\` shows all of them\n` : '')
  );
}
