/** The folder of a file with its slash; `''` for a file without one. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
