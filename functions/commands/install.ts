import { helpOption, parseArguments } from './arguments.ts';
import type { Command, NewFile } from './system.ts';
import { wrongUse } from './wrong-use.ts';

const help = `Copy this program into a folder: for init containers, whose image has no shell.

  gateway-intent install DIR                 DIR/gateway-intent
  gateway-intent install --kustomize DIR     and DIR as a plugin folder of Kustomize

With \`KUSTOMIZE_PLUGIN_HOME=DIR\`, Kustomize and kubectl find the program by the kind of its configuration: \`generators: [intent.yaml]\` needs
\`--enable-alpha-plugins\` only. A file that is there is replaced at once, so that whoever runs it meanwhile runs the old or the new one.

Options
      --kustomize   write DIR/gatewayintent.dev/v1alpha1/gatewayintent/GatewayIntent too
`;

/** Where Kustomize looks for the plugin of a kind: https://kubectl.docs.kubernetes.io/guides/extending_kustomize/exec_plugins/ */
const pluginPath = 'gatewayintent.dev/v1alpha1/gatewayintent/GatewayIntent';
const plugin = ['#!/bin/sh', `exec "\${0%/*}/../../../gateway-intent" "$@"`, ''].join('\n');

export const install: Command = {
  summary: 'copy this program into a folder',
  help,
  async run(args, system) {
    const parsed = parseArguments(args, { ...helpOption, kustomize: { type: 'boolean' } } as const);
    if ('problem' in parsed) return wrongUse(system, parsed.problem, 'install');
    const [folder, ...more] = parsed.positionals;
    if (folder === undefined) return wrongUse(system, 'name the folder that the program is to be copied into', 'install');
    if (more.length > 0) return wrongUse(system, `"${more[0]}" is one folder too many`, 'install');
    const place = folder.replace(/\/+$/, '') || '/';
    const files = system
      .programFiles()
      .map(({ name, bytes, isExecutable }): NewFile => ({ path: `${place}/${name}`, content: bytes, isExecutable }));
    if (parsed.values.kustomize) files.push({ path: `${place}/${pluginPath}`, content: plugin, isExecutable: true });
    system.writeFiles(files);
    await system.out(`installed: ${place}/gateway-intent${parsed.values.kustomize ? `, ${place}/${pluginPath}` : ''}\n`);
    return 0;
  },
};
