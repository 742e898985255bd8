import type { System } from './system.ts';

/**
 * Whether Kustomize calls this program as an exec plugin: found by the kind of its configuration, below the plugin folder, which needs `--enable-alpha-plugins`
 * only and so works in kubectl too. The argument is a file with the configuration, and resources come as a plain stream.
 * https://kubectl.docs.kubernetes.io/guides/extending_kustomize/exec_plugins/
 */
export const isPluginCall = (args: readonly string[], { env }: System): boolean =>
  args.length === 1 && env.KUSTOMIZE_PLUGIN_CONFIG_STRING !== undefined && /kust-plugin-config-\d+$/.test(args[0] ?? '');
