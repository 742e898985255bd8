import type { Diagnostic, Place } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Item } from '../krm/item.ts';
import { isMeantAsManifest } from './no-manifests.ts';

/** A file as it was read, and what of it is taken for no manifest. */
export interface ReadFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly isTemplate: boolean;
  readonly isExpectation: boolean;
  readonly patches: readonly Item[];
  /** What was found in it and is not told elsewhere. */
  readonly untold: readonly Diagnostic[];
}

const ignoring = 'name it in a file `.krmignore`';

/**
 * What of a folder is not among its objects although it looks like one. Who applies the objects must know: what is missing is deleted from the cluster where
 * somebody prunes. Charts are for Helm.
 */
export function leftOut(files: readonly ReadFile[], charts: readonly string[]): Diagnostic[] {
  const isInChart = (path: string) => /(?:^|\/)Chart\.ya?ml$/.test(path) || charts.some((folder) => path.startsWith(folder));
  return files.filter((file) => isLeftOut(file) && !isInChart(file.path) && isMeantAsManifest(file.bytes)).flatMap(ofFile);
}

/** Most files are manifests in whole, which need not be looked at once more. */
const isLeftOut = ({ isTemplate, isExpectation, patches, untold }: ReadFile): boolean =>
  isTemplate || isExpectation || patches.length + untold.length > 0;

function ofFile({ path, bytes, isTemplate, isExpectation, patches, untold }: ReadFile): Diagnostic[] {
  const leaves = (message: string, place: Place = { file: path }): Diagnostic =>
    finding('GI0008', { severity: 'warning', message: `${message} is left out`, fix: `${ignoring} if that is right`, place });
  if (isExpectation) return [leaves('what a test expects')];
  if (isTemplate && untold.every(({ code }) => code !== 'GI0003'))
    return [finding('GI0003', { message: 'a template is no manifest', fix: `fill it in, or ${ignoring}`, place: actionIn(path, bytes) })];
  return [
    ...untold.map((found): Diagnostic => {
      if (found.code !== 'GI0008') return { ...found, fix: `${found.fix}, or ${ignoring} if it is a template` };
      return found.severity === 'info' ? found : { ...found, severity: 'warning', message: `${found.message} and is left out` };
    }),
    ...patches.map(({ source: { line } }) => leaves('a patch of Kustomize', { file: path, line, column: 1 })),
  ];
}

/** Where a template has its first action. */
function actionIn(file: string, bytes: Uint8Array): Place {
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  const at = lines.findIndex((line) => line.includes('{{'));
  return at === -1 ? { file } : { file, line: at + 1, column: (lines[at] ?? '').indexOf('{{') + 1 };
}

/** For output that people see before they apply it: nothing is deleted without a word. */
export const withoutPruning = (found: Diagnostic): Diagnostic => (found.code === 'GI0016' ? { ...found, severity: 'warning' } : found);
