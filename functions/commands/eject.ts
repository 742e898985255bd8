import { display } from '../krm/kube-object.ts';
import { render } from '../render.ts';
import { helpOption, parseArguments } from './arguments.ts';
import { type Ejection, ejectedFiles } from './eject-files.ts';
import { type Ejectable, ejectable, type Wanted, wantedOf } from './eject-objects.ts';
import { readPackage } from './read-package.ts';
import { findingsText } from './report-findings.ts';
import type { Command, ExitCode, System } from './system.ts';
import { wrongUse } from './wrong-use.ts';

const help = `Take over generated objects: they become yours, and the intent makes them no longer.

  gateway-intent eject deployment/public                 in this folder
  gateway-intent eject service/public deployment/public -n shop DIR
  gateway-intent eject --intent shop/shop DIR            everything that the intent makes

An object that is in a file of the folder loses the marks of its intent and keeps every edit, comment and its place; one that is in no file yet is written into
one beside its intent. The annotation \`gatewayintent.dev/ejected-from\` tells later runs that the object is not missing. To give an object back, delete it.

Options
  -n, --namespace NS       only objects of this namespace
      --intent NS/NAME     all objects of an intent
      --dry-run            only tell what would be written
`;

const options = {
  ...helpOption,
  namespace: { type: 'string', short: 'n' },
  intent: { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const;

export const eject: Command = {
  summary: 'take over generated objects: they become yours',
  help,
  async run(args, system) {
    const parsed = parseArguments(args, options);
    if ('problem' in parsed) return wrongUse(system, parsed.problem, 'eject');
    const { namespace, intent, 'dry-run': isDry = false } = parsed.values;
    const wanted = wantedOf(parsed.positionals, { namespace, intent }, (path) => system.readFolder(path) !== undefined);
    if ('problem' in wanted) return wrongUse(system, wanted.problem, 'eject');
    return ejectFrom(wanted, isDry, system);
  },
};

async function ejectFrom(wanted: Wanted, isDry: boolean, system: System): Promise<ExitCode> {
  const { folder } = wanted;
  const read = readPackage(system, folder);
  if (read === undefined) return wrongUse(system, `there is no folder "${folder}"`, 'eject');
  // What is beside it must be known: files are written there.
  if (system.readFolder(folder)?.some(({ path }) => path === folder))
    return wrongUse(system, `"${folder}" is a file; name its folder`, 'eject');
  const { items, diagnostics } = render(read.items, undefined, {
    version: system.version,
    steps: ['expand', 'patch'],
    complete: false,
    merge: { writesBack: false },
  });
  const objects = ejectable(wanted, read.items, items);
  const ejection = 'problem' in objects ? objects : ejectedFiles(objects, textsOf(system, folder));
  if ('problem' in objects || 'problem' in ejection) {
    // What is wrong with the package may be why there is no such object.
    const wrong = diagnostics.filter(({ severity }) => severity === 'error');
    system.err(await findingsText(wrong, 'text', system, system.columns !== undefined));
    system.err(`gateway-intent: ${(ejection as { readonly problem: string }).problem}\n`);
    return 1;
  }
  if (!isDry) system.writeFiles([...ejection.files].map(([path, content]) => ({ path, content })));
  await system.out(objects.map((object) => told(object, ejection, isDry)).join(''));
  return 0;
}

/** The files of a folder, by the paths that items have. */
function textsOf(system: System, folder: string): ReadonlyMap<string, string> {
  const prefix = folder === '.' ? '' : `${folder.replace(/\/+$/, '')}/`;
  const files = system.readFolder(folder) ?? [];
  return new Map(files.map(({ path, bytes }) => [path === folder ? path : `${prefix}${path}`, Buffer.from(bytes).toString('utf8')]));
}

function told(object: Ejectable, { places }: Ejection, isDry: boolean): string {
  const { item, intents } = object;
  const yours = `${display(item.id)} ${isDry ? 'would be' : 'is'} yours, in ${places.get(object)}`;
  const left = isDry ? 'would make it no longer' : intents.length > 1 ? 'no longer make it' : 'no longer makes it';
  return `${yours}; GatewayIntent ${intents.join(' and ')} ${left}\n`;
}
