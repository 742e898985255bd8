import { isPluginCall } from './is-plugin-call.ts';
import type { Command, ExitCode, System } from './system.ts';
import { wrongUse } from './wrong-use.ts';

/** Every command; each is loaded when it is used. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  render: async () => (await import('./render.ts')).render,
  lint: async () => (await import('./lint.ts')).lint,
  test: async () => (await import('./test.ts')).test,
  explain: async () => (await import('./explain.ts')).explain,
  eject: async () => (await import('./eject.ts')).eject,
  init: async () => (await import('./init.ts')).init,
  cmp: async () => (await import('./cmp.ts')).cmp,
  install: async () => (await import('./install.ts')).install,
  schema: async () => (await import('./schema.ts')).schema,
  expand: async () => (await import('./function.ts')).single('expand'),
  patch: async () => (await import('./function.ts')).single('patch'),
  validate: async () => (await import('./function.ts')).single('validate'),
};

/** Runs what the arguments say; without any, the function on standard input. */
export async function run(args: readonly string[], system: System): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (isPluginCall(args, system)) return (await import('./kustomize-plugin.ts')).kustomizePlugin(system);
  if (name === undefined && !system.inputIsTerminal) return (await import('./function.ts')).whole.run([], system);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return help(rest[0], system);
  if (name === '--version' || name === '-V' || name === 'version') {
    await system.out(`gateway-intent ${system.version}\n`);
    return 0;
  }
  const load = loaderOf(name);
  if (load === undefined) return noCommand(name, system);
  const command = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    await system.out(command.help);
    return 0;
  }
  return command.run(rest, system);
}

const loaderOf = (name: string) => (Object.hasOwn(commands, name) ? commands[name] : undefined);

async function noCommand(name: string, system: System): Promise<ExitCode> {
  const { didYouMean } = await import('../diagnostics/did-you-mean.ts');
  const near = didYouMean(name, Object.keys(commands));
  return wrongUse(system, `there is no ${name.startsWith('-') ? 'option' : 'command'} "${name}"${near ? `; did you mean "${near}"?` : ''}`);
}

async function help(name: string | undefined, system: System): Promise<ExitCode> {
  const load = name === undefined || name.startsWith('-') ? undefined : loaderOf(name);
  if (load !== undefined) await system.out((await load()).help);
  else if (name !== undefined && !name.startsWith('-')) return noCommand(name, system);
  else {
    const lines = await Promise.all(
      Object.entries(commands).map(async ([title, each]) => `  ${title.padEnd(10)} ${(await each()).summary}`),
    );
    await system.out(overview(lines));
  }
  return 0;
}

const overview = (lines: readonly string[]): string => `gateway-intent: one short GatewayIntent becomes the full set of gateway resources.

As a KRM function, for kpt and Kustomize, it reads a ResourceList on standard input and writes one:

  kpt fn eval DIR --exec gateway-intent
  kpt fn render DIR --allow-exec          with \`exec: gateway-intent\` in the Kptfile

On a folder it is a tool:

  gateway-intent render DIR | kubectl apply -f -

Commands
${lines.join('\n')}

\`gateway-intent COMMAND --help\` shows options and examples, \`gateway-intent --version\` the version.
Exit codes: 0 good, 1 findings of severity error, 2 wrong use.

Settings of the KRM function, in a ConfigMap as functionConfig (\`configMap:\` in a Kptfile, \`-- NAME=VALUE\` behind \`kpt fn eval\`)
  step       all, expand, patch, validate: what it does (default: all)
  complete   true: the package is the whole cluster, and what is not in it does not exist (default: false)
  packages   own: leave the intents of kpt's subpackages alone (default: all)
  emit       none: answer without items, under \`validators:\` of a kustomization only (default: all)

An example of an intent:

  apiVersion: gatewayintent.dev/v1alpha1
  kind: GatewayIntent
  metadata: {name: shop, namespace: shop}
  spec:
    gateways: [{name: public}]
    expose:
    - hosts: [shop.example.com]
      to: frontend:8080
      tls: {secretName: shop-cert}
`;
