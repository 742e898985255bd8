import { formatLines } from '../diagnostics/format-lines.ts';
import { detectHost, type Host } from '../krm/host.ts';
import { itemText } from '../krm/item-text.ts';
import { listEntry } from '../krm/list-entry.ts';
import { parseFile } from '../krm/parse-file.ts';
import { parseResourceList } from '../krm/parse-resource-list.ts';
import { hasError } from '../render.ts';
import { allSteps, answer, tell } from './function.ts';
import type { ExitCode, System } from './system.ts';

const generator: Host = { name: 'kustomize generator', writesBack: false, showsResults: false };

/** The function behind Kustomize's older interface. */
export async function kustomizePlugin(system: System): Promise<ExitCode> {
  const stream = await system.readInput();
  const config = system.env.KUSTOMIZE_PLUGIN_CONFIG_STRING ?? '';
  const { value: list, diagnostics: unread } = parseResourceList(Buffer.from(resourceList(stream, config)));
  if (list === undefined) {
    system.err(formatLines(unread));
    return 2;
  }
  const host = list.items.length === 0 ? generator : detectHost(list);
  const { items, diagnostics } = answer(list, host, allSteps, system.version, unread);
  tell(diagnostics, system);
  if (hasError(diagnostics)) return 1;
  await system.out(
    items
      .filter(({ list: whole }) => whole === undefined)
      .map((item) => itemText(item).replace(/\n?$/, '\n'))
      .join('---\n'),
  );
  return 0;
}

/** The stream and the configuration as newer versions of the interface send them. */
function resourceList(stream: Uint8Array, config: string): string {
  const items = parseFile('<stdin>', stream).value ?? [];
  const entries = items.flatMap(({ text, list }) => (text === undefined || list !== undefined ? [] : [listEntry(text, 0)]));
  const own = config.trimEnd().replaceAll(/^(?=[^\n])/gm, '  ');
  return `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:${entries.length === 0 ? ' []' : ''}\n${entries.join('')}functionConfig:\n${own}\n`;
}
