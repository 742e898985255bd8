/** The folder of a file with its slash; `''` for a file without one. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** A path as a file of a folder names it: `../base` of `apps/shop/` is `apps/base`. */
export function pathFrom(folder: string, path: string): string {
  const steps: string[] = [];
  for (const step of `${folder}${path}`.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}
